import type { Client } from 'pg'

/** With so many idle servers or fewer, a pooler that hands them out in turn hands out one of them twice. */
const rounds = 8

/** How long one connection may wait for the other's transaction before that is ended; what it is answered then tells as much. */
const patienceMs = 250

/**
 * Whether two connections are given the same server by turns, as a pooler does that pools transactions or statements: what one of them
 * prepared, set or locked would then be another's. Asks which server answers the one while the other holds a transaction open.
 */
export async function shareServers(one: Client, other: Client): Promise<boolean> {
  for (let round = 0; round < rounds; round++) {
    const before = await serverOf(one)
    for (let turn = 0; turn < round; turn++) await serverOf(other)
    try {
      await other.query('BEGIN')
    } catch (error) {
      if (/statement pooling/.test((error as Error).message)) return true
      throw error
    }
    const held = await serverOf(other)
    const asking = serverOf(one)
    // With a single server the answer comes when the transaction ends.
    await Promise.race([asking, new Promise((resolve) => setTimeout(resolve, patienceMs).unref())])
    await other.query('ROLLBACK')
    const after = await asking
    if (held === before || after !== before) return true
  }
  return false
}

async function serverOf(client: Client) {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return rows[0]?.pid
}
