import { database } from './client'

const stepRows = 1_000

/** Which rows may go. Only words of ours belong here; whatever varies is the one parameter, `$1`. */
export type Deletion = { table: string; where: string; orderBy: string; before: Date; signal?: AbortSignal }

/**
 * Deletes rows in steps so small that nobody waits for them, oldest first; rows another process is working on are left to it.
 * Returns how many went. Stops between two steps when `signal` is aborted.
 */
export async function deleteInSteps({ table, where, orderBy, before, signal }: Deletion): Promise<number> {
  let removed = 0
  while (!signal?.aborted) {
    // By place, not by key: every table has one, and the lock keeps it from changing in between.
    const { rowCount } = await database().pool.query(
      `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
         SELECT ctid FROM ${table} WHERE ${where} ORDER BY ${orderBy} LIMIT ${stepRows} FOR UPDATE SKIP LOCKED))`,
      [before],
    )
    removed += rowCount ?? 0
    if ((rowCount ?? 0) < stepRows) break
  }
  return removed
}
