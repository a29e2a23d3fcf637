import type { Connection } from 'pg'
import { onePerProcess } from './batch'

/** Whether the server is none that only reads: a standby, a demoted primary, one that was set so. */
const isWritable = "current_setting('transaction_read_only') = 'off' AND NOT pg_is_in_recovery()"

/**
 * An expression that is true once a few bytes have been committed to the write-ahead log, and false on a server that only reads. It needs
 * no table and leaves nothing behind: a message for logical decoding that nobody decodes.
 */
export const canWrite = `CASE WHEN ${isWritable} THEN pg_logical_emit_message(true, 'application-credentials', '') IS NOT NULL ELSE false END`

/** So long after its last commit a connection is given a beat with its next statement: a commit of nothing. */
const beatAfterMs = 1_000

/** So long after its last commit an answer of a connection is not believed: its server may no longer be the primary. */
const believedMs = 5_000

/** When the last commit of a connection was acknowledged, by the clock that is never set. */
const committedAt = onePerProcess('committed-at', () => new WeakMap<Connection, number>())

/** From now on answers of this connection have to be backed by commits; it has just made one. */
export function startBeats(connection: Connection): void {
  committedAt.set(connection, performance.now())
}

/** Notes that the server has acknowledged a commit of this connection just now. */
export function noteCommit(connection: Connection): void {
  if (committedAt.has(connection)) committedAt.set(connection, performance.now())
}

/** Of the embedded database's connection, which has no beats, it is always below anything. */
const ageOf = (connection: Connection) => performance.now() - (committedAt.get(connection) ?? Number.POSITIVE_INFINITY)

/** Whether the next statement is to carry a beat. */
export const needsBeat = (connection: Connection): boolean => ageOf(connection) > beatAfterMs

/** Whether an answer of this connection can be believed now. */
export const isBelieved = (connection: Connection): boolean => ageOf(connection) <= believedMs
