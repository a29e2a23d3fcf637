import type { Client } from 'pg'

/** A pooler hands out its servers in turn: after so many turns we have met the one it gave away, if it has no more than that idle. */
const rounds = 10

/** How long one connection may wait for another's transaction before that is ended. */
const patienceMs = 2_000

/**
 * Whether two connections are given the same server by turns, as a pooler does that pools transactions or statements: what one of them
 * prepared, set or locked would then be another's. Asks which server answers the one while the other holds a transaction open.
 */
export async function shareServers(one: Client, other: Client): Promise<boolean> {
  for (let round = 0; round < rounds; round++) {
    const before = await serverOf(one)
    try {
      await other.query('BEGIN')
    } catch (error) {
      // PgBouncer's answer while it pools statements.
      if ((error as { code?: string }).code === '08P01') return true
      throw error
    }
    const held = await serverOf(other)
    const asking = serverOf(one)
    // With a single server the answer comes when the transaction ends.
    await Promise.race([asking, new Promise((resolve) => setTimeout(resolve, patienceMs).unref())])
    await other.query('ROLLBACK')
    if (held === before || (await asking) !== before) return true
  }
  return false
}

async function serverOf(client: Client) {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return rows[0]?.pid
}
