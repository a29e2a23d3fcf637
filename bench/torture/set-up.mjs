import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ask } from './ask.mjs'
import { fill } from './fixtures.mjs'
import { largestChunk } from './largest-chunk.mjs'
import { openPostgres } from './postgres.mjs'
import { startProduct } from './product.mjs'

/**
 * The product on a database of its own, filled; `server` is another one after each start.
 * @typedef {object} SetUp
 * @property {'postgres' | 'pglite'} kind
 * @property {string} title
 * @property {number} port
 * @property {import('./product.mjs').Product} server
 * @property {number} startMs how long a start takes when nothing has happened
 * @property {import('./postgres.mjs').Postgres} [postgres]
 * @property {(descriptors?: number) => Promise<void>} start
 * @property {(use: (query: import('./inspect.mjs').Query) => Promise<void>) => Promise<void>} read hands over the database to be read;
 *   the embedded one only while no server has it
 * @property {() => Promise<void>} close
 */

const usual = { MAX_SESSIONS_PER_CREDENTIAL: '1000000' }
const processes = 2

/**
 * PostgreSQL with fsync, two processes for programs and two for pages.
 * @param {Record<string, string>} [settings] of PostgreSQL
 * @returns {Promise<SetUp>}
 */
export async function onPostgres(settings) {
  const postgres = await openPostgres(settings)
  const port = await freePort()
  const env = { ...usual, DATABASE_URL: postgres.url, WEB_CONCURRENCY: String(processes) }
  const begunAt = Date.now()
  /** @type {SetUp} */
  const setUp = {
    kind: 'postgres',
    title: `PostgreSQL ${postgres.version} with fsync, ${processes} processes for programs and ${processes} for pages`,
    port,
    postgres,
    startMs: 0,
    server: startProduct('postgres-server', port, env),
    async start(descriptors) {
      setUp.server = startProduct('postgres-server', port, env, descriptors)
    },
    read: (use) => use(postgres.query),
    async close() {
      await setUp.server.kill()
      await postgres.stop()
    },
  }
  await setUp.server.untilReady()
  setUp.startMs = Date.now() - begunAt
  await postgres.query(fill)
  await warm(port)
  return setUp
}

/** The embedded database, everything in one process. @returns {Promise<SetUp>} */
export async function onEmbedded() {
  const folder = mkdtempSync(join(tmpdir(), 'torture-embedded-'))
  const port = await freePort()
  const env = { ...usual, DATA_DIR: folder }
  const { PGlite } = await import('@electric-sql/pglite')
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  /** @type {SetUp} */
  const setUp = {
    kind: 'pglite',
    title: 'Embedded database, one process',
    port,
    startMs: 0,
    server: startProduct('pglite-server', port, env),
    async start(descriptors) {
      setUp.server = startProduct('pglite-server', port, env, descriptors)
    },
    async read(use) {
      const db = await PGlite.create(join(folder, 'db'))
      await use((text, values) => db.query(text, values))
      await db.close()
    },
    async close() {
      await setUp.server.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  // Its first start makes the tables; then it is filled while nobody holds it.
  await setUp.server.untilReady()
  await setUp.server.stop()
  const db = await PGlite.create(join(folder, 'db'))
  await db.exec(fill)
  await db.close()
  const begunAt = Date.now()
  await setUp.start()
  await setUp.server.untilReady()
  setUp.startMs = Date.now() - begunAt
  await warm(port)
  return setUp
}

/** Requests at a time while it gets warm, and how often. */
const warmAtOnce = 60
const warmTimes = 15

/**
 * Everything has run often and side by side, so that what a process needs when it is busy (a grown heap, modules loaded by a first request)
 * is not taken for what an attack leaves behind.
 */
export async function warm(/** @type {number} */ port) {
  const paths = ['/sign-in', '/sign-in', largestChunk(), '/api/auth/csrf', '/icon.svg', '/api/health']
  const some = Array.from({ length: warmAtOnce }, (_, i) => String(paths[i % paths.length]))
  for (let i = 0; i < warmTimes; i++) await Promise.all(some.map((path) => ask(port, 'GET', path, { timeoutMs: 30_000 })))
}

/** A TCP port on loopback nobody listens on. @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
      server.close(() => resolve(port))
    })
  })
}
