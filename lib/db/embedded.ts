import { statfs } from 'node:fs/promises'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { diskFullCodes, folderFull, folderNotWritable, StartError } from '@/lib/start-error'
import { lockFolder } from './lock-folder'
import { asError } from './pglite-error'
import { PGliteSocket } from './pglite-socket'

/** The database writes its log in files of 16 MB, and does not open without room for the next. */
const leastFreeBytes = 17 * 1024 * 1024

/** What the system refuses a program that may not write where it wants to. */
const refused = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR']

/** This process, or the machine, has as many files open as it may. */
const tooManyFiles = ['EMFILE', 'ENFILE']

/**
 * Opens the embedded PostgreSQL (PGlite) on `dataDir`/db, or in memory for `memory://`.
 * One process at a time: a second one would corrupt the folder without noticing, so the folder is locked.
 * A patient opener waits out another that may be stopping; else a holder that is seen to be alive is refused at once.
 * @throws {StartError} folder not writable or full, held by another process, or not readable as a database
 */
export async function openEmbedded(dataDir: string, isPatient = true): Promise<{ pool: pg.Pool; close: () => Promise<void> }> {
  const folder = dataDir === 'memory://' ? undefined : path.resolve(dataDir)
  const release = folder === undefined ? undefined : await lockFolder(folder, isPatient)
  const db = await openFolder(folder).catch(async (error) => {
    await release?.()
    throw error
  })
  const pool = new pg.Pool({ user: 'postgres', database: 'postgres', max: 1, idleTimeoutMillis: 0, stream: () => new PGliteSocket(db) })
  return {
    pool,
    close: async () => {
      await pool.end()
      await db.close()
      await release?.()
    },
  }
}

async function openFolder(folder: string | undefined) {
  try {
    const db = new PGlite(folder && path.join(folder, 'db'))
    await db.waitReady
    // Its pages are in memory. By default any other page than the next counts as four, and small tables are read whole for a few rows.
    await db.exec('SET random_page_cost = 1')
    return db
  } catch (thrown) {
    throw folder ? await whyNotOpened(asError(thrown), folder) : asError(thrown)
  }
}

/** PGlite has words of its own for little: what stopped it is found by looking around. */
async function whyNotOpened(error: NodeJS.ErrnoException, folder: string) {
  if (diskFullCodes.includes(error.code ?? '') || (await freeBytes(folder)) < leastFreeBytes) return folderFull(folder)
  if (tooManyFiles.includes(error.code ?? '')) return error
  if (refused.includes(error.code ?? '')) return folderNotWritable(folder, error)
  return new StartError(
    `The embedded database in ${folder} cannot be opened (${error.message.split('\n', 1)[0]}): it is damaged, or another version made it. Start that version, put a copy in its place, or set DATA_DIR to a new folder.`,
  )
}

/** How much this account may still write there. */
async function freeBytes(folder: string) {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
