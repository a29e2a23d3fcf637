import type { Config } from '@/lib/config'
import { type Database, isDatabaseOpen } from '@/lib/db/client'
import { openDatabase } from '@/lib/db/open'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { seedStandardRoles } from '@/lib/roles/standard-roles'
import { type DemoCompany, loadDemoCompany } from './demo'
import { createFirstAdministrator, type FirstAdministrator } from './first-administrator'
import { startHousekeeping } from './housekeeping'

/** A server ready for requests, and what its operator has to be told. */
export type Prepared = { db: Database; administrator?: FirstAdministrator; demo?: DemoCompany; stop: () => Promise<void> }

/**
 * Opens and migrates the database, seeds what every installation needs, and starts the background work.
 * `stop` ends that work, writes what is pending and closes the database.
 */
export async function prepare(config: Config, options: { demo: boolean }): Promise<Prepared> {
  const db = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir, poolSize: config.databasePoolSize })
  await seedStandardRoles()
  const demo = options.demo ? await loadDemoCompany(config, new Date()) : undefined
  const administrator = await createFirstAdministrator(config, new Date())
  const stopHousekeeping = startHousekeeping()
  return {
    db,
    administrator,
    demo,
    stop: async () => {
      await stopHousekeeping()
      await flushWriteBehind()
      await db.close()
    },
  }
}

/** Prepares this process unless server.ts already has: the case of plain `next start`. */
export async function prepareOnce(config: Config): Promise<Prepared | undefined> {
  return isDatabaseOpen() ? undefined : prepare(config, { demo: false })
}
