import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Config } from '@/lib/config'
import { prisma } from '@/lib/db/client'
import { addressOf } from '@/lib/db/explain'

/**
 * Tells the operator, on standard error, when the PostgreSQL database is empty while an embedded one lies in DATA_DIR: the people and
 * credentials of earlier starts are not lost, but not here either. Whose they are cannot be told without opening it.
 */
export async function tellOfDataLeftBehind(config: Config): Promise<void> {
  const folder = path.resolve(config.dataDir)
  if (!config.databaseUrl || !existsSync(path.join(folder, 'db', 'PG_VERSION'))) return
  if (await prisma().user.findFirst({ select: { id: true } })) return
  console.error(
    `The database in PostgreSQL at ${addressOf(config.databaseUrl)} is empty, but there is an embedded one in ${folder}: its people and credentials stay behind there and are not in the new database. To use them again, stop and start without DATABASE_URL.`,
  )
}
