import pg from 'pg'
import { inject } from 'vitest'
import { type Database, database, setDatabase } from '@/lib/db/client'
import { openDatabase } from '@/lib/db/open'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { seedStandardRoles } from '@/lib/roles/standard-roles'

/** Names what a test makes on the PostgreSQL server so that it is removed when all have run. */
const ownName = (name: string) => `test_${process.ppid}_${process.pid}_${name}`

/** A database of a test's own on the PostgreSQL server of the project `postgres`. */
export type OwnDatabase = {
  name: string
  url: string
  /** Runs statements in it, as the server's own user. */
  sql: (...statements: string[]) => Promise<pg.QueryResult>
  drop: () => Promise<void>
}

/** Creates a database; `options` as CREATE DATABASE takes them. */
export async function createOwnDatabase(name: string, options = ''): Promise<OwnDatabase> {
  const own = ownName(name)
  const server = String(inject('postgresUrl'))
  const url = new URL(server)
  url.pathname = own
  const drop = () => run(server, [`DROP DATABASE IF EXISTS ${own} WITH (FORCE)`]).then(() => {})
  await drop()
  await run(server, [`CREATE DATABASE ${own} ${options}`])
  return { name: own, url: url.href, sql: (...statements) => run(url.href, statements), drop }
}

async function run(url: string, statements: string[]): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url, options: '-c default_transaction_read_only=off -c TimeZone=UTC' })
  await client.connect()
  try {
    let result: pg.QueryResult | undefined
    for (const statement of statements) result = await client.query(statement)
    if (!result) throw new Error('no statement')
    return result
  } finally {
    await client.end()
  }
}

/** Opens the database at `url` as the process's one database, with the standard roles, while `work` runs. */
export async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const usual = database()
  const own = await openDatabase({ url, poolSize: 4 })
  try {
    await seedStandardRoles()
    return await work(own)
  } finally {
    await flushWriteBehind()
    await own.close()
    setDatabase(usual)
  }
}
