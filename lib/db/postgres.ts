import type { Socket } from 'node:net'
import pg from 'pg'
import { startBeats } from './beat'
import { noteRefusal } from './full-disk'
import { type Session, setUp } from './session-settings'
import { isConnectionSpent, isServerSpent } from './unavailable'

/** After `silenceMs` without a word from the server a connection is given up, and what waits for it fails; 0: never. */
type PoolOptions = Session & { silenceMs?: number }

/**
 * A pool of connections to PostgreSQL, each set to what we rely on before it is used. A server that is read-only, or deaf to those
 * settings, gets no connection: whoever asks for one meets an error that says that the database is unavailable.
 */
export function openPostgres(
  url: string,
  poolSize: number,
  { silenceMs = 10_000, ...session }: PoolOptions = {},
): { pool: pg.Pool; close: () => Promise<void> } {
  const pool = new pg.Pool({
    ...connectionOptions(url),
    max: poolSize,
    verify: (client, done) =>
      setUp(client, session).then(
        () => {
          // Setting it up ended with a commit.
          startBeats(client.connection)
          done()
        },
        (error: Error) => done(error),
      ),
  })
  // Those that nobody uses lead to the same server, and each would fail somebody.
  const leaveIdle = () => {
    for (let i = pool.idleCount; i > 0; i--) pool.connect((_error, client) => client?.release(true))
  }
  pool.on('connect', (client) => {
    const socket = client.connection.stream as Socket
    // A database that has fallen silent must not hold requests for ever. The socket's own timer, and not one for every query (pg's
    // query_timeout): those outlive their queries until a full garbage collection, and cost a tenth of a check.
    socket.setTimeout(silenceMs, () => socket.destroy(new Error(`Connection terminated: no answer in ${silenceMs} ms`)))
    // Also within a transaction, whose owner gives the connection back as if nothing had happened.
    client.connection.on('errorMessage', ({ code }: { code?: string }) => {
      noteRefusal(code)
      if (isConnectionSpent(code)) socket.destroy()
      if (isServerSpent(code)) leaveIdle()
    })
    // One that breaks while it is set up, or between two owners, has nobody else to listen, and would end the process.
    client.on('error', () => {})
  })
  // Among them the answers that are not believed.
  pool.on('release', (error) => isServerSpent((error as { code?: string } | undefined)?.code) && leaveIdle())
  // An idle connection that breaks is replaced at next use; without a listener it would end the process.
  pool.on('error', () => {})
  return { pool, close: () => pool.end() }
}

/** How any connection to the database at `url` is made. */
export function connectionOptions(url: string) {
  return { connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true, application_name: 'application-credentials' }
}
