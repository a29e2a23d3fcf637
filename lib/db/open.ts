import { PrismaPg } from '@prisma/adapter-pg'
import { StartError } from '@/lib/start-error'
import { type Database, setDatabase } from './client'
import { openEmbedded } from './embedded'
import { examine, type Server } from './examine'
import { addressOf, explain } from './explain'
import { PrismaClient } from './generated/client'
import { lookUpConnections } from './look-up-connections'
import { migrate } from './migrate'
import { openPostgres } from './postgres'

/**
 * Where to find the database: a PostgreSQL address, else a folder for the embedded one (`memory://` for none). A patient opener waits
 * for a folder that another process may be about to leave.
 */
export type DatabaseOptions = { url?: string; dataDir?: string; poolSize?: number; isPatient?: boolean }

/**
 * Opens the database, brings its schema up to date and makes it the process's one database.
 * @throws {StartError} unreachable, refused, unfit, folder in use or not writable
 */
export async function openDatabase({ url, dataDir = './.data', poolSize = 10, isPatient }: DatabaseOptions): Promise<Database> {
  const { pool, lookUps, schema, close } = url ? await openServer(url, poolSize) : await openEmbeddedOnce(dataDir, isPatient)
  // With DEBUG=* Prisma writes out whatever it is given: the address with its password, or the whole embedded database.
  const adapter = Object.assign(new PrismaPg(pool, { schema }), { toJSON: () => 'PrismaPg' })
  const prisma = new PrismaClient({ adapter })
  const db: Database = {
    prisma,
    pool,
    lookUps,
    location: url ? `PostgreSQL at ${addressOf(url)}${schema === 'public' ? '' : `, schema ${schema}`}` : dataDir,
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

async function openServer(url: string, poolSize: number) {
  const server = await prepareServer(url).catch((error) => {
    throw error instanceof StartError ? error : explain(error, url)
  })
  const { wished, schema } = server
  const general = openPostgres(server.url, poolSize, { wished, schema })
  const lookUps = openPostgres(server.url, lookUpConnections, { wished, schema, settings: plannedOnceByIndex })
  return { pool: general.pool, lookUps: lookUps.pool, schema, close: () => Promise.all([general.close(), lookUps.close()]).then(() => {}) }
}

async function prepareServer(url: string) {
  const server = await examine(url)
  await migrateWithPatience(server)
  return server
}

/** A migration may take its time, and wait for another process's; requests may not. */
async function migrateWithPatience({ url, wished, schema }: Server) {
  const { pool, close } = openPostgres(url, 1, { silenceMs: 0, wished, schema })
  try {
    await migrate(pool)
  } finally {
    await close()
  }
}

async function openEmbeddedOnce(dataDir: string, isPatient?: boolean) {
  const { pool, close } = await openEmbedded(dataDir, isPatient)
  try {
    await migrate(pool)
  } catch (error) {
    await close().catch(() => {})
    throw error
  }
  // It has one connection, whoever asks.
  return { pool, lookUps: pool, schema: 'public', close }
}
