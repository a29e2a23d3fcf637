import type { Prisma } from '@/lib/db/generated/client'
import { addDays, todayIn } from './expiry'

/**
 * The last date a credential may be given when it may live for `lifetimeDays`: that many days after today in `zone`, `YYYY-MM-DD`.
 * It works through the end of that day, as every expiry date.
 */
export function latestExpiryDate(lifetimeDays: number, zone: string, now: Date): string {
  return addDays(todayIn(zone, now), lifetimeDays)
}

/**
 * The maximum credential lifetime of the settings as the last date allowed now in `zone`; undefined while any is. Holds the setting
 * in place until the transaction ends, so that no date slips past a limit that is being set.
 */
export async function latestAllowedDate(tx: Prisma.TransactionClient, zone: string, now: Date): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ days: number | null }[]>`
    SELECT max_credential_lifetime_days AS days FROM settings WHERE id = 1 FOR SHARE`
  return row?.days ? latestExpiryDate(row.days, zone, now) : undefined
}
