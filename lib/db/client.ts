import 'server-only'
import type { Pool } from 'pg'
import type { PrismaClient } from './generated/client'

/** The open database. */
export type Database = {
  /** For screens and commands. */
  prisma: PrismaClient
  /** The connections underneath it, for statements written by hand. */
  pool: Pool
  /** For the batched statements of the token path, by key: planned once, always by index. */
  lookUps: Pool
  /** Where the data lives, in words for the operator; never contains a password. */
  location: string
  embedded: boolean
  close: () => Promise<void>
}

// Every bundle (server.ts, routes, pages) carries its own copy of this module; the process has one database all the same.
const slot = Symbol.for('application-credentials.database')
const holder = globalThis as { [slot]?: Database }

/** The process's one database. @throws when called before `openDatabase` */
export function database(): Database {
  const db = holder[slot]
  if (!db) throw new Error('Database is not open')
  return db
}

/** Whether `database()` can be called. */
export function isDatabaseOpen(): boolean {
  return holder[slot] !== undefined
}

/** Makes `db` the process's database, or none. Only `openDatabase` and its close call this. */
export function setDatabase(db: Database | undefined): void {
  holder[slot] = db
}

/** The Prisma client of the process's one database. */
export function prisma(): PrismaClient {
  return database().prisma
}
