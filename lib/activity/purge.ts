import { database } from '@/lib/db/client'
import { forgottenBefore } from './retention'

const stepHours = 100
const stepCalls = 1_000

// The roll-up knows which hours have calls, so the log needs no index by time. An hour goes with the last of its calls; hours another
// process is working on are left to it, calls and all. By place, not by key: nothing changes a call, and the lock keeps an hour's row
// where it is.
const step = `
  WITH due AS (
    SELECT ctid AS place, credential_id, hour FROM api_call_hours WHERE hour < to_timestamp($1) ORDER BY hour LIMIT $2 FOR UPDATE SKIP LOCKED
  ), calls AS (
    DELETE FROM api_calls WHERE ctid = ANY(ARRAY(
      SELECT c.ctid FROM due JOIN api_calls c ON c.credential_id = due.credential_id AND c.at >= due.hour AND c.at < due.hour + interval '1 hour'
      LIMIT $3))
    RETURNING 1
  ), hours AS (
    DELETE FROM api_call_hours WHERE ctid = ANY(ARRAY(SELECT place FROM due)) AND (SELECT count(*) FROM calls) < $3
  )
  SELECT (SELECT count(*) FROM calls)::int AS calls, (SELECT count(*) FROM due)::int AS hours`

/** One step, for the test that looks at its plan. */
export const purgeStatement = (before: Date): { text: string; values: unknown[] } => ({
  text: step,
  values: [before.getTime() / 1000, stepHours, stepCalls],
})

/**
 * Forgets activity older than the retention time of the settings (30 days unless changed), in small steps so that nobody waits.
 * The log and its roll-up lose the same whole hours, so that a chart never counts calls that can no longer be looked up.
 * Returns how many calls went. Stops between two steps when `signal` is aborted.
 */
export async function purgeActivity(now: Date, signal?: AbortSignal): Promise<number> {
  const { pool, lookUps } = database()
  const { rows } = await pool.query<{ days: number }>('SELECT activity_retention_days AS days FROM settings WHERE id = 1')
  const days = rows[0]?.days
  if (days === undefined) return 0
  const statement = purgeStatement(forgottenBefore(days, now))
  let removed = 0
  while (!signal?.aborted) {
    // Always by index, as the token path: a table that was never analysed could be read whole for each step.
    const [gone] = (await lookUps.query<{ calls: number; hours: number }>(statement)).rows
    removed += gone?.calls ?? 0
    if (!gone || (gone.hours < stepHours && gone.calls < stepCalls)) break
  }
  return removed
}
