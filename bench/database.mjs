import pg from 'pg'
import { startPostgres } from '../scripts/postgres.mjs'
import { cpuOfTree, parentOf } from './cpu.mjs'

const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }
// Enough for a million sessions of one target; and checkpoints seldom enough not to fall into every other measurement.
const roomy = { shared_buffers: '1GB', max_wal_size: '4GB', checkpoint_timeout: '30min' }

/**
 * The one PostgreSQL of a run.
 * @param {{ durable: boolean }} options
 */
export async function openServer(options) {
  const { url, stop } = await startPostgres({ ...roomy, ...(options.durable && durable) })
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query(
    "SELECT pg_backend_pid() AS pid, current_setting('server_version') AS version, current_setting('fsync') AS fsync",
  )
  // All its processes are children of one; on another machine there is no such process here, and the figure stays empty.
  const postmaster = parentOf(rows[0].pid)
  return {
    version: rows[0].version,
    fsync: rows[0].fsync === 'on',
    cpu: () => (postmaster ? cpuOfTree(postmaster) : undefined),
    create: (/** @type {string} */ name) => createDatabase(client, url, name),
    async stop() {
      await client.end()
      stop()
    },
  }
}

async function createDatabase(/** @type {pg.Client} */ server, /** @type {string} */ serverUrl, /** @type {string} */ name) {
  await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  await server.query(`CREATE DATABASE ${name}`)
  const url = new URL(serverUrl)
  url.pathname = name
  const client = new pg.Client(url.href)
  await client.connect()
  const drop = async () => {
    await client.end()
    await server.query(`DROP DATABASE ${name} WITH (FORCE)`)
  }
  return { url: url.href, client, drop }
}
