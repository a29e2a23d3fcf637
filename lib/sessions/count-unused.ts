import { database } from '@/lib/db/client'
import { causeOfDeath, type SessionFacts } from './alive'
import { factColumns, factExpressions } from './fact-columns'
import { isRecent } from './recent'

/** How many sessions, or sign-ins, are alive, and how many of those have not been used since some instant. */
export type Unused = { live: number; unused: number }

/**
 * Counts the live sessions of everybody and those not used since `since` (that instant included). Sessions for which the rule must
 * say the same are counted by the database, so the cost grows with the credentials in use, not with their sessions.
 */
export async function countUnusedSessions(since: Date, now: Date): Promise<Unused> {
  const { rows } = await database().pool.query<SessionFacts & Unused>(
    `SELECT count(*)::int AS live, count(*) FILTER (WHERE s.last_used_at <= $2::timestamptz)::int AS unused,
       min(s.last_used_at) AS "lastUsedAt", ${factColumns}
     FROM sessions s
     JOIN application_credentials c ON c.id = s.credential_id
     JOIN users u ON u.id = c.owner_id
     CROSS JOIN settings g
     WHERE ${isRecent('$1')}
     GROUP BY ${factExpressions}`,
    [now, since],
  )
  const alive = rows.filter((row) => !causeOfDeath(row, now))
  return {
    live: alive.reduce((sum, row) => sum + row.live, 0),
    unused: alive.reduce((sum, row) => sum + row.unused, 0),
  }
}
