import { addDays, daysBetween, startOf, todayIn } from '@/lib/credentials/expiry'
import { database } from '@/lib/db/client'

/** How many days before the last day of a credential its owner is told, the most urgent last. */
export const noticeDays = [14, 3, 1] as const

/**
 * Tells owners of credentials that are about to expire: 14, 3 and 1 day before the last day, once for each, however many processes
 * do this. Returns how many notices were made.
 *
 * - The time for a notice comes when the day so many days before the last one begins where the credential expires.
 * - If several times have passed since (the server was away, the credential disabled), only the most urgent one is told.
 * - If its time had passed already when the owner chose the date, it is not told: who has just chosen the day after tomorrow knows.
 * - Nothing about credentials that are disabled, or whose owner is. Once enabled again they are told what then applies.
 */
export async function createNotices(now: Date): Promise<number> {
  const { pool } = database()
  // Nearer than the first notice, to the end of the day and with an hour for a clock change.
  const soon = 'c.expires_at > $1::timestamptz AND c.expires_at < $1::timestamptz + make_interval(days => $2)'
  const within = [now, Math.max(...noticeDays) + 2]
  const { rows } = await pool.query<LastDay>(
    `SELECT DISTINCT c.expires_zone AS zone, c.expires_on AS "expiresOn" FROM application_credentials c WHERE ${soon}`,
    within,
  )
  const due = rows.flatMap((lastDay) => dueFor(lastDay, now))
  const { rowCount } = await pool.query(
    `INSERT INTO notices (id, user_id, credential_id, expires_at, days_before, created_at)
     SELECT gen_random_uuid(), c.owner_id, c.id, c.expires_at, due.days, $1
     FROM application_credentials c
     JOIN users u ON u.id = c.owner_id
     JOIN unnest($3::text[], $4::text[], $5::int[], $6::timestamptz[]) AS due(zone, expires_on, days, since)
       ON due.zone = c.expires_zone AND due.expires_on = c.expires_on
     WHERE ${soon} AND c.disabled_at IS NULL AND u.disabled_at IS NULL
       AND coalesce(c.expiry_chosen_at, c.created_at) < due.since
       AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.credential_id = c.id AND n.expires_at = c.expires_at AND n.days_before = due.days)
     -- Every process in the same order: two that make the same notices could otherwise wait for each other.
     ORDER BY c.id
     -- One that is being changed or deleted at this moment has its turn a minute later.
     FOR KEY SHARE OF c SKIP LOCKED
     ON CONFLICT (credential_id, expires_at, days_before) DO NOTHING`,
    [...within, ...(['zone', 'expiresOn', 'days', 'since'] as const).map((field) => due.map((each) => each[field]))],
  )
  return rowCount ?? 0
}

type LastDay = { zone: string; expiresOn: string }

/** The most urgent notice of a last day whose time has come, and since when; none while it is far. */
function dueFor({ zone, expiresOn }: LastDay, now: Date) {
  const left = daysBetween(todayIn(zone, now), expiresOn)
  const days = noticeDays.findLast((days) => days >= left)
  return days === undefined ? [] : [{ zone, expiresOn, days, since: startOf(addDays(expiresOn, -days), zone) }]
}
