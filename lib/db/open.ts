import type { Socket } from 'node:net'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { type Database, setDatabase } from './client'
import { openEmbedded } from './embedded'
import { addressOf, explain } from './explain'
import { PrismaClient } from './generated/client'
import { migrate } from './migrate'

/**
 * Where to find the database: a PostgreSQL address, else a folder for the embedded one (`memory://` for none). A patient opener waits
 * for a folder that another process may be about to leave.
 */
export type DatabaseOptions = { url?: string; dataDir?: string; poolSize?: number; isPatient?: boolean }

/**
 * Opens the database, brings its schema up to date and makes it the process's one database.
 * @throws {StartError} unreachable, refused, folder in use or not writable
 */
export async function openDatabase({ url, dataDir = './.data', poolSize = 10, isPatient }: DatabaseOptions): Promise<Database> {
  const { pool, lookUps, close } = url ? openServer(url, poolSize) : await openEmbeddedOnce(dataDir, isPatient)
  try {
    await (url ? migrateWithPatience(url) : migrate(pool))
  } catch (error) {
    await close().catch(() => {})
    throw url ? explain(error, url) : error
  }
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  const db: Database = {
    prisma,
    pool,
    lookUps,
    location: url ? `PostgreSQL at ${addressOf(url)}` : dataDir,
    embedded: !url,
    close: async () => {
      setDatabase(undefined)
      await prisma.$disconnect()
      await close()
    },
  }
  setDatabase(db)
  return db
}

/** A migration may take its time, and wait for another process's; requests may not. */
async function migrateWithPatience(url: string) {
  const { pool, close } = openPostgres(url, 1, { silenceMs: 0 })
  try {
    await migrate(pool)
  } finally {
    await close()
  }
}

/**
 * What the token path asks is always the same few statements, by key, in batches of any size. PostgreSQL would plan them anew for
 * most batches, at several times the cost of running them, and reads small tables whole. Planned once, always by index, they cost
 * the same however large the tables and however old their statistics are.
 */
const plannedOnceByIndex = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_bitmapscan: 'off',
  // Where there is no index, as for all roles, that makes a statement look endless, and worth compiling for 200 ms.
  jit: 'off',
}

/** The four statements that answers wait for have up to two batches under way, the three behind the answer one, and so has the purge. */
const lookUpConnections = 12

function openServer(url: string, poolSize: number) {
  const general = openPostgres(url, poolSize)
  const lookUps = openPostgres(url, lookUpConnections, { settings: plannedOnceByIndex })
  return { pool: general.pool, lookUps: lookUps.pool, close: () => Promise.all([general.close(), lookUps.close()]).then(() => {}) }
}

async function openEmbeddedOnce(dataDir: string, isPatient?: boolean) {
  const { pool, close } = await openEmbedded(dataDir, isPatient)
  // It has one connection, whoever asks.
  return { pool, lookUps: pool, close }
}

/** After `silenceMs` without a word from the server a connection is given up, and what waits for it fails; 0: never. */
type PoolOptions = { silenceMs?: number; settings?: Record<string, string> }

/** A pool of connections to PostgreSQL. */
export function openPostgres(
  url: string,
  poolSize: number,
  { silenceMs = 10_000, settings = {} }: PoolOptions = {},
): { pool: pg.Pool; close: () => Promise<void> } {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    // Whatever the server's defaults are: Prisma's adapter sends instants without a zone and trusts the connection to be in UTC, and
    // the token path reads bytes in hex.
    options: Object.entries({ TimeZone: 'UTC', bytea_output: 'hex', ...settings })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    application_name: 'application-credentials',
  })
  // A database that has fallen silent must not hold requests for ever. The socket's own timer, and not one for every query (pg's
  // query_timeout): those outlive their queries until a full garbage collection, and cost a tenth of a check.
  pool.on('connect', ({ connection }) => {
    const socket = connection.stream as Socket
    socket.setTimeout(silenceMs, () => socket.destroy(new Error(`Connection terminated: no answer in ${silenceMs} ms`)))
  })
  // An idle connection that breaks is replaced at next use; without a listener it would end the process.
  pool.on('error', () => {})
  return { pool, close: () => pool.end() }
}
