import { database } from '@/lib/db/client'
import { agreeWithinSeconds } from '@/lib/db/clock-skew'

// Locked by key, as counting does, and never waited for.
const statement = `
  UPDATE failed_attempts SET at = $1::timestamptz, reported_at = LEAST(reported_at, $1::timestamptz)
  WHERE key = ANY(ARRAY(
    SELECT key FROM failed_attempts WHERE at > GREATEST($1::timestamptz, now()) + interval '${agreeWithinSeconds} s'
    ORDER BY key FOR NO KEY UPDATE SKIP LOCKED))`

/**
 * Sets failures that lie more than 5 seconds ahead of `now` to `now`: the clock they were counted by has been set back since, and nothing
 * would be forgotten until it has caught up. Returns how many sources there were.
 */
export async function correctFailedAttempts(now: Date): Promise<number> {
  return (await database().pool.query(statement, [now])).rowCount ?? 0
}
