import type { Config } from '@/lib/config'
import { type Database, isDatabaseOpen } from '@/lib/db/client'
import { explain } from '@/lib/db/explain'
import { openDatabase } from '@/lib/db/open'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { seedStandardRoles } from '@/lib/roles/standard-roles'
import { type DemoCompany, loadDemoCompany } from './demo'
import { createFirstAdministrator, type FirstAdministrator } from './first-administrator'
import { startHousekeeping } from './housekeeping'

/** A server with its data in place. */
export type Prepared = { db: Database; stop: () => Promise<void> }

/** What was created for the first sign-in; passwords only where they were made up, to be shown once. */
export type FirstUsers = { administrator?: FirstAdministrator; demo?: DemoCompany }

/**
 * Opens and migrates the database, seeds the standard roles, and starts the background work unless others do it.
 * `stop` ends that work, writes what is pending and closes the database.
 */
export async function prepare(config: Config, { housekeeping = true } = {}): Promise<Prepared> {
  const db = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir, poolSize: config.databasePoolSize })
  // The database may fall away, or fill up, between its opening and this.
  await seedStandardRoles().catch((error) => {
    throw config.databaseUrl ? explain(error, config.databaseUrl) : error
  })
  const stopHousekeeping = housekeeping ? startHousekeeping() : undefined
  return {
    db,
    stop: async () => {
      await stopHousekeeping?.()
      await flushWriteBehind()
      await db.close()
    },
  }
}

/**
 * Creates whoever signs in first, on an empty database. The last thing before the server says that it is ready: a password that
 * is shown only once must not be made by a start that then fails.
 */
export async function createFirstUsers(config: Config, options: { demo: boolean }): Promise<FirstUsers> {
  const demo = options.demo ? await loadDemoCompany(config, new Date()) : undefined
  return { demo, administrator: await createFirstAdministrator(config, new Date()) }
}

/** Prepares this process unless server.ts already has: the case of plain `next start`. */
export async function prepareOnce(config: Config): Promise<Prepared | undefined> {
  return isDatabaseOpen() ? undefined : prepare(config)
}
