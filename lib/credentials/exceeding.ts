import { database } from '@/lib/db/client'
import { endOf } from './expiry'
import { latestExpiryDate } from './latest-expiry'

/** A credential that lives longer than a maximum lifetime would let its owner choose today. */
export type ExceedingCredential = { id: string; name: string; ownerName: string; expiresOn: string; expiresZone: string }

/** How many there are, the last of their expiry dates, and the first ones, the longest-lived before the others. */
export type Exceeding = { count: number; lastExpiresOn: string | null; first: ExceedingCredential[] }

/**
 * The credentials, whoever owns them, that expire later than a new one of the same owner could if the maximum lifetime were
 * `lifetimeDays`. Expired ones do not count. Lists at most `most` of them: 0 for people who may not see what others have.
 */
export async function exceedingCredentials(lifetimeDays: number, most: number, now: Date): Promise<Exceeding> {
  const { pool } = database()
  // The latest date depends on the owner's zone. There are few zones, and PostgreSQL need not know them all.
  const { rows: zones } = await pool.query<{ zone: string }>(`SELECT DISTINCT coalesce(time_zone, 'UTC') AS zone FROM users`)
  const latest = zones.map(({ zone }) => endOf(latestExpiryDate(lifetimeDays, zone, now), zone))
  const from = `
    FROM application_credentials c JOIN users u ON u.id = c.owner_id
    JOIN unnest($1::text[], $2::timestamptz[]) AS z(zone, latest) ON z.zone = coalesce(u.time_zone, 'UTC')
    WHERE c.expires_at > z.latest AND c.expires_at > $3::timestamptz`
  const values = [zones.map(({ zone }) => zone), latest, now]
  const [totals, first] = await Promise.all([
    pool.query<{ count: number; lastExpiresOn: string | null }>(
      `SELECT count(*)::int AS count, (array_agg(c.expires_on ORDER BY c.expires_at DESC))[1] AS "lastExpiresOn" ${from}`,
      values,
    ),
    pool.query<ExceedingCredential>(
      `SELECT c.id, c.name, u.name AS "ownerName", c.expires_on AS "expiresOn", c.expires_zone AS "expiresZone" ${from}
       ORDER BY c.expires_at DESC, c.id LIMIT $4`,
      [...values, most],
    ),
  ])
  return { ...(totals.rows[0] ?? { count: 0, lastExpiresOn: null }), first: first.rows }
}
