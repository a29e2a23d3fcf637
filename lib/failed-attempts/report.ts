import type { Prisma } from '@/lib/db/generated/client'
import type { Source } from './limits'

/** While a source goes on failing, the audit log hears of it no more often than this. */
const reportEverySeconds = 3_600

/**
 * Whether the audit log is still to hear that this source was throttled: true once in an hour, in one transaction of all that
 * ask, and remembered with it.
 */
export async function claimReport(tx: Prisma.TransactionClient, { key }: Source, now: Date): Promise<boolean> {
  const claimed = await tx.$executeRaw`
    UPDATE failed_attempts SET reported_at = ${now}::timestamptz
    WHERE key = ${key} AND (reported_at IS NULL OR reported_at <= ${since(now)}::timestamptz)`
  return claimed > 0
}

/** Whether the audit log has heard of one of these sources within the hour, so that what else they do is part of the same burst. */
export async function isReported(tx: Prisma.TransactionClient, sources: Source[], now: Date): Promise<boolean> {
  const keys = sources.map(({ key }) => key)
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM failed_attempts WHERE key = ANY(${keys}::bytea[]) AND reported_at > ${since(now)}::timestamptz`
  return rows.length > 0
}

const since = (now: Date) => new Date(now.getTime() - reportEverySeconds * 1000)
