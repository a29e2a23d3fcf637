import type { Prisma } from '@/lib/db/generated/client'

/** What an administrator's act needs to know of a credential, whoever owns it. */
export type OverseenLock = { name: string; ownerName: string; isDisabled: boolean }

/**
 * Anybody's credential, locked until the transaction ends. As strong as a lock can be: a session that is being issued comes before,
 * and is ended with the others, or after, and then finds what was changed.
 */
export async function lockOverseen(tx: Prisma.TransactionClient, id: string): Promise<OverseenLock | undefined> {
  const [row] = await tx.$queryRaw<OverseenLock[]>`
    SELECT c.name, u.name AS "ownerName", c.disabled_at IS NOT NULL AS "isDisabled"
    FROM application_credentials c JOIN users u ON u.id = c.owner_id WHERE c.id = ${id}::uuid FOR UPDATE OF c`
  return row
}
