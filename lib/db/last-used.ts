import { onePerProcess } from './batch'
import { database } from './client'
import { arrayParameter, runPrepared } from './prepared'
import { type WriteBehind, writeBehind } from './write-behind'

/**
 * The write-behind queue of a table's `last_used_at`: of each row's uses the latest is stored, and never an earlier one over a later.
 * Rows are locked in one order, so that two processes writing the same ones cannot wait for each other.
 */
export function lastUsedQueue(table: 'sessions' | 'application_credentials'): WriteBehind<[id: string, at: Date]> {
  const update = {
    name: `update-${table}-last-used`,
    text: `
      UPDATE ${table} t SET last_used_at = GREATEST(t.last_used_at, u.at)
      FROM (
        SELECT u.id, u.at FROM unnest($1::uuid[], $2::timestamptz[]) AS u(id, at) JOIN ${table} locked ON locked.id = u.id
        ORDER BY u.id FOR NO KEY UPDATE OF locked
      ) u WHERE t.id = u.id`,
  }
  return onePerProcess(`${table}-last-used`, () =>
    writeBehind<[id: string, at: Date]>(async (uses) => {
      const latest = new Map(uses)
      const values = [[...latest.keys()], Array.from(latest.values(), (at) => at.toISOString())]
      await runPrepared(database().lookUps, update, values.map(arrayParameter))
    }),
  )
}
