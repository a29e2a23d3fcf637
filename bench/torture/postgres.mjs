import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import pg from 'pg'
import { startPostgres } from '../../scripts/postgres.mjs'
import { parentOf } from '../cpu.mjs'
import { logFile } from './log-file.mjs'
import { killAll, ownerOf, treeOf, untilGone, wordsOf } from './processes.mjs'

/** What was acknowledged must survive kill -9; and few enough connections that a run can take them all. */
const settings = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', max_connections: '120', shared_buffers: '64MB' }

/** How long a database may take to accept connections again, in ms. */
const longestStartMs = 60_000

/** @typedef {Awaited<ReturnType<typeof openPostgres>>} Postgres a throwaway PostgreSQL that can be killed and started again */

/**
 * Starts a throwaway PostgreSQL with a database for the product, whose user is nobody special, as people's is.
 * @param {Record<string, string>} [own] settings on top of the usual ones
 */
export async function openPostgres(own) {
  // One that somebody else named is not for killing.
  delete process.env.TEST_DATABASE_URL
  const { url, stop } = await startPostgres({ ...settings, ...own })
  let client = await connect(url)
  const { rows } = await client.query("SELECT pg_backend_pid() AS pid, current_setting('server_version') AS version")
  await client.query('CREATE ROLE product LOGIN')
  await client.query('CREATE DATABASE torture OWNER product')
  let postmaster = Number(parentOf(rows[0].pid))
  const [program, ...words] = wordsOf(postmaster)
  const owner = ownerOf(postmaster)
  const log = openSync(logFile('postgres'), 'a')
  await client.end()
  const mine = Object.assign(new URL(url), { pathname: 'torture' })
  client = await connect(mine.href)

  const isRunning = () => treeOf(postmaster).length > 0
  return {
    version: String(rows[0].version),
    url: Object.assign(new URL(mine), { username: 'product' }).href,
    /** Asks the product's database as superuser. */
    query: (/** @type {string} */ text, /** @type {unknown[]} */ values = []) => client.query(text, values),
    isRunning,
    /** kill -9 of all its processes at once. */
    async kill() {
      // Held first: what it starts meanwhile would be missed.
      process.kill(postmaster, 'SIGSTOP')
      const all = treeOf(postmaster)
      killAll(all)
      await untilGone(all)
    },
    /** Starts it again as it was started. */
    async start() {
      const deadline = Date.now() + longestStartMs
      for (;;) {
        if (!isRunning()) {
          const child = spawn(program, words, { ...owner, cwd: '/', detached: true, stdio: ['ignore', log, log] })
          child.unref()
          postmaster = Number(child.pid)
        }
        try {
          client = await connect(mine.href)
          return
        } catch (error) {
          if (Date.now() > deadline) throw error
          await new Promise((resolve) => setTimeout(resolve, 50))
        }
      }
    },
    async stop() {
      await client.end().catch(() => {})
      stop()
    },
  }
}

/** A client whose lost connection is no reason to end: connections are killed here. */
export async function connect(/** @type {string} */ url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  await client.connect()
  return client
}
