import { onePerProcess } from './batch'
import { database } from './client'
import { agreeWithinSeconds } from './clock-skew'
import { arrayParameter, runPrepared } from './prepared'
import { keyed, type WriteBehind, writeBehind } from './write-behind'

/** More in one statement would keep the database from requests for too long. */
const atOnce = 200

type Use = [id: string, at: Date]

/**
 * The write-behind queue of a table's `last_used_at`: of each row's uses the latest is stored, and never an earlier one over a later –
 * except over one that lies more than 5 seconds ahead: the clock that was written by has been set back since.
 * Rows are locked in the order of their ids (the join follows the list, for the token path knows no other way to join), so that two
 * processes writing the same ones cannot wait for each other.
 */
export function lastUsedQueue(table: 'sessions' | 'application_credentials'): WriteBehind<Use> {
  const update = {
    name: `update-${table}-last-used`,
    text: `
      UPDATE ${table} t SET last_used_at =
        CASE WHEN t.last_used_at > to_timestamp($3::float8) THEN to_timestamp(u.at) ELSE GREATEST(t.last_used_at, to_timestamp(u.at)) END
      FROM (SELECT * FROM unnest($1::uuid[], $2::float8[]) AS u(id, at) ORDER BY id) u WHERE t.id = u.id`,
  }
  const write = async (uses: Use[]) => {
    const values = [uses.map(([id]) => id), uses.map(([, at]) => at)]
    // By the clock at writing: a use that had to wait must not pass for the present.
    const latestBelievable = Date.now() / 1000 + agreeWithinSeconds
    await runPrepared(database().lookUps, update, [...values.map(arrayParameter), String(latestBelievable)])
  }
  return onePerProcess(`${table}-last-used`, () => writeBehind(keyed(write, atOnce)))
}
