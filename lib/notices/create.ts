import { database } from '@/lib/db/client'

/** How many days before the last day of a credential its owner is told. */
export const noticeDays = [14, 3, 1] as const

/**
 * Tells owners of credentials that are about to expire: 14, 3 and 1 day before the last day, once for each, however many processes
 * do this. Returns how many notices were made.
 *
 * - The time for a notice comes when the day so many days before the last one begins where the credential expires, or up to two hours
 *   later around clock changes.
 * - If several times have passed since (the server was away, the credential disabled), only the most urgent one is told.
 * - If that day had begun already when the owner chose the date, it is not told: who has just chosen the day after tomorrow knows. Around
 *   clock changes this may be an hour off.
 * - Nothing about credentials that are disabled, or whose owner is. Once enabled again they are told what then applies.
 */
export async function createNotices(now: Date): Promise<number> {
  const { rowCount } = await database().pool.query(
    `INSERT INTO notices (id, user_id, credential_id, expires_at, days_before, created_at)
     SELECT gen_random_uuid(), c.owner_id, c.id, c.expires_at, due.days, $1
     FROM application_credentials c
     JOIN users u ON u.id = c.owner_id
     CROSS JOIN LATERAL (
       -- expires_at is the end of the last day, and a day may have 25 hours.
       SELECT d.days, c.expires_at - make_interval(hours => (d.days + 1) * 24 - 1) AS at FROM unnest($2::int[]) AS d(days)
       WHERE c.expires_at - make_interval(hours => (d.days + 1) * 24 - 1) <= $1::timestamptz ORDER BY d.days LIMIT 1
     ) due
     WHERE c.expires_at > $1::timestamptz AND c.expires_at < $1::timestamptz + make_interval(days => $3)
       AND c.disabled_at IS NULL AND u.disabled_at IS NULL
       AND coalesce(c.expiry_chosen_at, c.created_at) < due.at - interval '1 hour'
       AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.credential_id = c.id AND n.expires_at = c.expires_at AND n.days_before = due.days)
     -- Every process in the same order: two that make the same notices could otherwise wait for each other.
     ORDER BY c.id
     -- One that is being changed or deleted at this moment has its turn a minute later.
     FOR KEY SHARE OF c SKIP LOCKED
     ON CONFLICT (credential_id, expires_at, days_before) DO NOTHING`,
    [now, noticeDays, Math.max(...noticeDays) + 2],
  )
  return rowCount ?? 0
}
