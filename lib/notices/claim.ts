import { database } from '@/lib/db/client'
import { isCurrent } from './current'
import type { NoticeFacts } from './message'

/** A process that has taken an e-mail on itself and not sent it after so long has died, or met a mail server that is away. */
const claimSeconds = 300

/** One notice that this process, and no other, is to send now. */
export type ClaimedNotice = NoticeFacts & { id: string; email: string }

/** Takes the next notice whose e-mail is to be sent; undefined when there is none. Rows other processes are at are left to them. */
export async function claimNotice(now: Date): Promise<ClaimedNotice | undefined> {
  const { rows } = await database().pool.query<ClaimedNotice>(
    `UPDATE notices SET email_claimed_at = $1
     FROM (
       SELECT n.id, u.email, u.name AS "ownerName", c.id AS "credentialId", c.name AS "credentialName", c.expires_on AS "expiresOn",
         c.expires_zone AS "expiresZone"
       FROM notices n JOIN application_credentials c ON c.id = n.credential_id JOIN users u ON u.id = n.user_id
       WHERE n.emailed_at IS NULL AND (n.email_claimed_at IS NULL OR n.email_claimed_at <= $1::timestamptz - make_interval(secs => $2))
         AND u.disabled_at IS NULL AND ${isCurrent}
       ORDER BY n.created_at, n.id LIMIT 1 FOR UPDATE OF n SKIP LOCKED
     ) next
     WHERE notices.id = next.id
     RETURNING next.*`,
    [now, claimSeconds],
  )
  return rows[0]
}

/** Remembers that the mail server has accepted it. */
export async function markEmailed(id: string, now: Date): Promise<void> {
  await database().pool.query('UPDATE notices SET emailed_at = $2 WHERE id = $1', [id, now])
}

/** Leaves it alone until `until`, for an address that the mail server refuses for good. */
export async function postpone(id: string, until: Date): Promise<void> {
  await database().pool.query('UPDATE notices SET email_claimed_at = $2 WHERE id = $1', [id, until])
}
