import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { migrate } from './migrate'

const name = `test_${process.ppid}_${process.pid}_fresh`
const migrations = join(process.cwd(), 'prisma', 'migrations')
const expected = readdirSync(migrations)
  .filter((entry) => entry !== 'migration_lock.toml')
  .sort()
  .map((entry) => ({
    migration_name: entry,
    checksum: createHash('sha256')
      .update(readFileSync(join(migrations, entry, 'migration.sql')))
      .digest('hex'),
    applied_steps_count: 1,
  }))

let pools: pg.Pool[]

async function administer(...statements: string[]) {
  const client = new pg.Client(inject('postgresUrl'))
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

/** A pool of its own, as another process would have. */
function newPool() {
  const url = new URL(inject('postgresUrl') as string)
  url.pathname = name
  const pool = new pg.Pool({ connectionString: url.href, max: 2 })
  // What they say when they are ended from outside.
  pool.on('error', () => {})
  pools.push(pool)
  return pool
}

beforeEach(async () => {
  pools = []
  await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, `CREATE DATABASE ${name}`)
})

afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.end()))
  await administer(`DROP DATABASE ${name} WITH (FORCE)`)
})

const recorded = async (pool: pg.Pool) =>
  (await pool.query('SELECT migration_name, checksum, applied_steps_count FROM _prisma_migrations ORDER BY migration_name')).rows

test('four that start at once on a fresh database apply every migration once, and none fails', async () => {
  const results = await Promise.allSettled(Array.from({ length: 4 }, () => migrate(newPool())))
  expect(results).toEqual(Array(4).fill({ status: 'fulfilled', value: undefined }))
  expect(await recorded(newPool())).toEqual(expected)
})

test('Prisma Migrate’s own advisory lock is waited for', async () => {
  const prismaMigrate = await newPool().connect()
  await prismaMigrate.query('SELECT pg_advisory_lock(72707369)')
  let done = false
  const starting = migrate(newPool()).then(() => {
    done = true
  })
  await delay(500)
  expect(done).toBe(false)
  expect((await prismaMigrate.query(`SELECT to_regclass('users') AS found`)).rows).toEqual([{ found: null }])
  await prismaMigrate.query('SELECT pg_advisory_unlock(72707369)')
  prismaMigrate.release()
  await starting
  expect(await recorded(newPool())).toEqual(expected)
})

test('a process killed while it migrates leaves nothing half-done, and the next start does it all', async () => {
  const blocker = await newPool().connect()
  const doomed = newPool()
  // Holds the migration up in the middle of its work.
  await blocker.query('BEGIN')
  await blocker.query('CREATE TABLE users (n int)')
  const migrating = migrate(doomed).catch((error: Error) => error)
  await delay(300)
  await blocker.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  )
  expect(await migrating).toBeInstanceOf(Error)
  await blocker.query('ROLLBACK')
  blocker.release()
  expect((await newPool().query(`SELECT to_regclass('roles') AS found`)).rows).toEqual([{ found: null }])
  await migrate(newPool())
  expect(await recorded(newPool())).toEqual(expected)
})

test('what is finished counts as finished in any DateStyle of the server', async () => {
  await administer(`ALTER DATABASE ${name} SET DateStyle = 'German'`)
  await migrate(newPool())
  await migrate(newPool())
  expect(await recorded(newPool())).toEqual(expected)
})
