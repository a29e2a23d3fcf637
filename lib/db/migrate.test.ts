import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StartError } from '@/lib/start-error'
import { database } from './client'
import { migrate } from './migrate'
import { useTestDatabase } from './test-database'

useTestDatabase()

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'migrations-'))
  // Prisma keeps this file beside them.
  writeFileSync(join(folder, 'migration_lock.toml'), 'provider = "postgresql"\n')
})

afterEach(async () => {
  rmSync(folder, { recursive: true })
  await database().pool.query(
    `DROP TABLE IF EXISTS probe_one, probe_two; DELETE FROM _prisma_migrations WHERE migration_name LIKE 'probe%'`,
  )
})

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

function addMigration(name: string, sql: string) {
  mkdirSync(join(folder, name))
  writeFileSync(join(folder, name, 'migration.sql'), sql)
}

async function rows(sql: string, values: unknown[] = []) {
  return (await database().pool.query(sql, values)).rows
}

const recorded = () =>
  rows(
    `SELECT migration_name, checksum, applied_steps_count, rolled_back_at, logs, finished_at IS NOT NULL AS finished FROM _prisma_migrations
     WHERE migration_name LIKE 'probe%' ORDER BY started_at, migration_name`,
  )

const entry = (name: string, sql: string) => ({
  migration_name: name,
  checksum: sha256(sql),
  applied_steps_count: 1,
  rolled_back_at: null,
  logs: null,
  finished: true,
})

const tableExists = async (name: string) => (await rows('SELECT to_regclass($1) IS NOT NULL AS found', [name]))[0]?.found

test('every migration of the product is recorded with the SHA-256 of its file, as Prisma Migrate does', async () => {
  const migrations = join(process.cwd(), 'prisma', 'migrations')
  const names = readdirSync(migrations).filter((name) => name !== 'migration_lock.toml')
  expect(names.length).toBeGreaterThan(0)
  expect(
    await rows(
      'SELECT migration_name, checksum, applied_steps_count, rolled_back_at, finished_at IS NOT NULL AS finished FROM _prisma_migrations ORDER BY migration_name',
    ),
  ).toEqual(
    names.sort().map((name) => ({
      migration_name: name,
      checksum: sha256(readFileSync(join(migrations, name, 'migration.sql'), 'utf8')),
      applied_steps_count: 1,
      rolled_back_at: null,
      finished: true,
    })),
  )
})

test('only what the database lacks is applied, in the order of its names, and once', async () => {
  const second = 'INSERT INTO probe_one VALUES (2)'
  addMigration('probe_2_second', second)
  const first = 'CREATE TABLE probe_one (n int); INSERT INTO probe_one VALUES (1)'
  addMigration('probe_1_first', first)
  await migrate(database().pool, folder)
  await migrate(database().pool, folder)
  expect(await rows('SELECT n FROM probe_one ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }])
  const third = 'INSERT INTO probe_one VALUES (3)'
  addMigration('probe_3_third', third)
  await migrate(database().pool, folder)
  expect(await rows('SELECT n FROM probe_one ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
  expect(await recorded()).toEqual([entry('probe_1_first', first), entry('probe_2_second', second), entry('probe_3_third', third)])
})

describe('a migration that fails', () => {
  test('leaves nothing behind, keeps those before it, and the next start tries it again', async () => {
    const good = 'CREATE TABLE probe_one (n int)'
    addMigration('probe_1_good', good)
    addMigration('probe_2_bad', 'CREATE TABLE probe_two (n int); INSERT INTO probe_two VALUES (1); SELECT * FROM no_such_table')
    await expect(migrate(database().pool, folder)).rejects.toThrow('no_such_table')
    expect(await tableExists('probe_two')).toBe(false)
    expect(await recorded()).toEqual([entry('probe_1_good', good)])
    const mended = 'CREATE TABLE probe_two (n int)'
    writeFileSync(join(folder, 'probe_2_bad', 'migration.sql'), mended)
    await migrate(database().pool, folder)
    expect(await tableExists('probe_two')).toBe(true)
    expect(await recorded()).toEqual([entry('probe_1_good', good), entry('probe_2_bad', mended)])
  })

  test('gives its connection and its lock back', async () => {
    addMigration('probe_1_bad', 'SELECT * FROM no_such_table')
    const { pool } = database()
    for (let i = 0; i < 12; i++) await expect(migrate(pool, folder)).rejects.toThrow('no_such_table')
    expect(pool.idleCount).toBe(pool.totalCount)
    expect(
      await rows(
        `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      ),
    ).toEqual([])
  })
})

describe('a migration that another tool left unfinished', () => {
  const leave = (values: string) =>
    database().pool.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, rolled_back_at) VALUES ('probe', 'x', 'probe_1_half', ${values})`,
    )

  test('is refused with one clear sentence, and nothing is applied', async () => {
    await leave('NULL, NULL')
    addMigration('probe_2_next', 'CREATE TABLE probe_one ()')
    const error = await migrate(database().pool, folder).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(StartError)
    expect((error as StartError).message).toBe(
      'Migration probe_1_half was left unfinished. Resolve it with "npx prisma migrate resolve", then start again.',
    )
    expect(await tableExists('probe_one')).toBe(false)
  })

  test('and was then marked as rolled back is applied again', async () => {
    await leave('NULL, now()')
    addMigration('probe_1_half', 'CREATE TABLE probe_one ()')
    await migrate(database().pool, folder)
    expect(await tableExists('probe_one')).toBe(true)
  })

  test('and was then marked as applied is not', async () => {
    await leave('now(), NULL')
    addMigration('probe_1_half', 'CREATE TABLE probe_one ()')
    await migrate(database().pool, folder)
    expect(await tableExists('probe_one')).toBe(false)
  })
})
