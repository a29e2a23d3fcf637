import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Pool, PoolClient } from 'pg'
import { StartError } from '@/lib/start-error'

/** The key Prisma Migrate itself locks, so that `prisma migrate deploy` and a starting server wait for each other. */
const advisoryLockKey = 72707369

/** The last one exists since PostgreSQL 17. */
const timeLimits = "'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout'"

const historyTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL,
  logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`

/**
 * Applies the migrations in prisma/migrations that the database lacks, one transaction each, and records them as Prisma Migrate does.
 * Safe when several processes start at once: the others wait for the advisory lock and then find nothing to do.
 * @throws {StartError} when an earlier migration was left half-done by another tool
 */
export async function migrate(pool: Pool, folder = path.join(process.cwd(), 'prisma', 'migrations')): Promise<void> {
  const client = await pool.connect()
  // A connection that breaks fails the statement under way, which says so; unheard, it would end the process as well.
  const ignore = () => {}
  client.on('error', ignore)
  try {
    // Limits that a provider sets for requests: waiting for another process's migration may take longer, and so may a migration.
    await client.query(`SELECT set_config(name, '0', false) FROM pg_settings WHERE name IN (${timeLimits})`)
    await client.query(`SELECT pg_advisory_lock(${advisoryLockKey})`)
    await client.query(historyTable)
    const applied = await appliedMigrations(client)
    for (const name of await migrationNames(folder)) {
      if (!applied.has(name))
        await apply(client, name, await readFile(/* turbopackIgnore: true */ path.join(folder, name, 'migration.sql'), 'utf8'))
    }
  } finally {
    await client.query(`SELECT pg_advisory_unlock(${advisoryLockKey})`).catch(() => {})
    client.off('error', ignore)
    client.release()
  }
}

async function migrationNames(folder: string) {
  const entries = await readdir(/* turbopackIgnore: true */ folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

async function appliedMigrations(client: PoolClient) {
  const { rows } = await client.query<{ migration_name: string; unfinished: boolean }>(
    // Not the instant itself: how it is written is up to the server (DateStyle).
    'SELECT migration_name, finished_at IS NULL AS unfinished FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
  )
  const failed = rows.find((row) => row.unfinished)
  if (failed) {
    throw new StartError(
      `Migration ${failed.migration_name} was left unfinished. Resolve it with "npx prisma migrate resolve", then start again.`,
    )
  }
  return new Set(rows.map((row) => row.migration_name))
}

async function apply(client: PoolClient, name: string, sql: string) {
  const checksum = createHash('sha256').update(sql).digest('hex')
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(
      'INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)',
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}
