import pg from 'pg'
import { afterEach, beforeAll, beforeEach, inject } from 'vitest'
import { seedStandardRoles } from '@/lib/roles/standard-roles'
import { database, isDatabaseOpen } from './client'
import { openDatabase } from './open'
import { flushWriteBehind } from './write-behind'

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server whose user may create databases; only in the project `postgres`. */
    postgresUrl: string | undefined
  }
}

/**
 * Call at the top of a test file that uses the database. Every test then starts with the standard roles, the settings
 * as installed, and nothing else. The database is opened once per worker: embedded in memory, or its own one on PostgreSQL.
 */
export function useTestDatabase(): void {
  beforeAll(async () => {
    if (!isDatabaseOpen()) await openDatabase(await emptyDatabase(inject('postgresUrl')))
  })
  beforeEach(async () => {
    await database().pool.query(`
      ALTER TABLE audit_events DISABLE TRIGGER audit_events_no_truncate;
      TRUNCATE ${await tables()} RESTART IDENTITY;
      ALTER TABLE audit_events ENABLE TRIGGER audit_events_no_truncate;
      INSERT INTO settings (id) VALUES (1)`)
    await seedStandardRoles()
  })
  // What a test leaves pending must not turn up in the next one.
  afterEach(flushWriteBehind)
}

async function emptyDatabase(serverUrl: string | undefined) {
  if (!serverUrl) return { dataDir: 'memory://' }
  // Not VITEST_POOL_ID: two workers that start as a project begins may get the same. The parent's id lets it find and remove them.
  const name = `test_${process.ppid}_${process.pid}`
  const client = new pg.Client(serverUrl)
  await client.connect()
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  const url = new URL(serverUrl)
  url.pathname = name
  return { url: url.href }
}

async function tables() {
  const { rows } = await database().pool.query<{ list: string }>(
    `SELECT string_agg(quote_ident(tablename), ', ') AS list FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  )
  return rows[0]?.list
}
