import { database } from './client'

const stepRows = 1_000

/**
 * Which rows are changed, and how. Only words of ours belong here; `$1` is `now`. What was changed must not fit `where` any more.
 * `order`: a column whose values are only ever set once, along which the table is gone through.
 */
export type Change = { table: string; order: string; where: string; set: string; now: Date; signal?: AbortSignal }

/** What a step changed: how many rows, and how far along `order` it came. */
type Step = { n: number; last: Date | null }

/**
 * Changes rows in steps so small that nobody waits for them, one way through the table; rows another process is working on are left to
 * it. Returns how many were changed. Stops between two steps when `signal` is aborted.
 */
export async function updateInSteps(change: Change): Promise<number> {
  let changed = 0
  let from: Date | null = null
  while (!change.signal?.aborted) {
    const { n, last }: Step = await step(change, from)
    changed += n
    if (n < stepRows) break
    from = last
  }
  return changed
}

async function step(change: Change, from: Date | null): Promise<Step> {
  // Always by index, as the token path: once a minute nobody should read a whole table to find nothing.
  const { rows } = await database().lookUps.query<Step>(stepStatement(change, from))
  return rows[0] ?? { n: 0, last: null }
}

/** One step, also for the test that looks at its plan. It waits for no lock, so that nobody can wait for it and it for them. */
export const stepStatement = ({ table, order, where, set, now }: Change, from: Date | null): { text: string; values: unknown[] } => ({
  text: `
    WITH due AS (
      SELECT id, ${order} AS place FROM ${table} WHERE ${where} AND ${order} >= COALESCE($2::timestamptz, '-infinity')
      ORDER BY ${order} LIMIT ${stepRows} FOR NO KEY UPDATE SKIP LOCKED
    ), done AS (
      UPDATE ${table} t SET ${set} FROM due WHERE t.id = due.id
    )
    SELECT count(*)::int AS n, max(place) AS last FROM due`,
  values: [now, from],
})
