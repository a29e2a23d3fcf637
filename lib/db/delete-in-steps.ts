import { database } from './client'

const stepRows = 1_000

/** Which rows may go, and the column that tells them apart. Only words of ours belong here; whatever varies is the one parameter, `$1`. */
export type Deletion = { table: string; key: string; where: string; orderBy: string; before: Date; signal?: AbortSignal }

/**
 * Deletes rows in steps so small that nobody waits for them, oldest first; rows another process is working on are left to it.
 * Returns how many went. Stops between two steps when `signal` is aborted.
 */
export async function deleteInSteps({ table, key, where, orderBy, before, signal }: Deletion): Promise<number> {
  let removed = 0
  while (!signal?.aborted) {
    // By key, not by place (`ctid`): of a partitioned table every part has a row at the same place.
    const { rowCount } = await database().pool.query(
      `DELETE FROM ${table} WHERE ${key} = ANY(ARRAY(
         SELECT ${key} FROM ${table} WHERE ${where} ORDER BY ${orderBy} LIMIT ${stepRows} FOR UPDATE SKIP LOCKED))`,
      [before],
    )
    removed += rowCount ?? 0
    if ((rowCount ?? 0) < stepRows) break
  }
  return removed
}
