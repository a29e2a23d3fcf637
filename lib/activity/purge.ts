import { database } from '@/lib/db/client'
import { forgottenBefore } from './retention'

const stepHours = 100
const stepCalls = 1_000

// The roll-up knows which hours have calls, so the log needs no index by time. An hour goes when all that it has is picked: not when few
// were deleted, for a process that saw the same calls before they went deletes none of them. Hours another process is working on are
// left to it; one that counted a call meanwhile has other counts than the statement began with, and stays. By place, which needs no
// plan, and by key: of a partitioned table every part has a row at the same place.
const step = `
  WITH due AS (
    SELECT ctid AS place, credential_id, hour, succeeded, refused FROM api_call_hours WHERE hour < to_timestamp($1)
    ORDER BY hour LIMIT $2 FOR UPDATE SKIP LOCKED
  ), picked AS MATERIALIZED (
    SELECT c.* FROM due CROSS JOIN LATERAL (
      SELECT ctid AS place, credential_id, at, id FROM api_calls
      WHERE credential_id = due.credential_id AND at >= due.hour AND at < due.hour + interval '1 hour' LIMIT $3
    ) c LIMIT $3
  ), calls AS (
    DELETE FROM api_calls WHERE ctid = ANY(ARRAY(SELECT place FROM picked))
      AND (credential_id, at, id) IN (SELECT credential_id, at, id FROM picked) RETURNING 1
  ), hours AS (
    DELETE FROM api_call_hours WHERE ctid = ANY(ARRAY(SELECT place FROM due)) AND (SELECT count(*) FROM picked) < $3
      AND (credential_id, hour, succeeded, refused) IN (SELECT credential_id, hour, succeeded, refused FROM due)
  )
  SELECT (SELECT count(*) FROM due)::int AS hours, (SELECT count(*) FROM picked)::int AS picked, (SELECT count(*) FROM calls)::int AS removed`

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
  let total = 0
  while (!signal?.aborted) {
    // Always by index, as the token path: a table that was never analysed could be read whole for each step.
    const [done] = (await lookUps.query<{ hours: number; picked: number; removed: number }>(statement)).rows
    total += done?.removed ?? 0
    if (!done || (done.hours < stepHours && done.picked < stepCalls)) break
  }
  return total
}
