import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { lock } from 'proper-lockfile'
import { FolderInUse, StartError } from '@/lib/start-error'
import { PGliteSocket } from './pglite-socket'

/** A lock left by a killed process counts as abandoned after this long; a live holder renews it well within. */
const lockStaleMs = 15_000

/**
 * Opens the embedded PostgreSQL (PGlite) on `dataDir`/db, or in memory for `memory://`.
 * One process at a time: a second one would corrupt the folder without noticing, so the folder is locked.
 * A patient opener waits out another that may be stopping; else a holder that is seen to be alive is refused at once.
 * @throws {StartError} folder not writable, or held by another process
 */
export async function openEmbedded(dataDir: string, isPatient = true): Promise<{ pool: pg.Pool; close: () => Promise<void> }> {
  const release = dataDir === 'memory://' ? undefined : await lockFolder(dataDir, isPatient)
  const db = new PGlite(dataDir === 'memory://' ? undefined : path.join(dataDir, 'db'))
  await db.waitReady
  // Its pages are in memory. By default any other page than the next counts as four, and small tables are read whole for a few rows.
  await db.exec('SET random_page_cost = 1')
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

async function lockFolder(dataDir: string, isPatient: boolean) {
  const folder = path.resolve(dataDir)
  try {
    // The data is people's: readable by the account that runs the server only.
    await mkdir(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw notWritable(folder, error)
  }
  const options = {
    lockfilePath: path.join(folder, 'db.lock'),
    realpath: false,
    stale: lockStaleMs,
    update: 5_000,
    onCompromised: (error: Error) => {
      // Someone else may now be writing; carrying on could destroy data.
      console.error(`Stopped: the lock on ${folder} was lost (${error.message}). Start again when no other process uses the folder.`)
      process.exit(1)
    },
  }
  const renewedAt = async () => (await stat(options.lockfilePath).catch(() => undefined))?.mtimeMs
  const take = () => lock(folder, options).catch(heldOr(folder))
  const first = await take()
  if (first) return first
  const seen = await renewedAt()
  console.error(`Waiting up to ${lockStaleMs / 1000} s for ${folder}: another process holds it, or one was killed a moment ago.`)
  for (let waitedMs = 0; waitedMs < lockStaleMs + 2_000; waitedMs += 1_000) {
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const release = await take()
    if (release) return release
    // A killed process renews nothing: who does is alive.
    if (!isPatient && (await renewedAt()) !== seen) break
  }
  throw new FolderInUse(folder)
}

function heldOr(folder: string) {
  return (error: NodeJS.ErrnoException) => {
    if (error.code === 'ELOCKED') return undefined
    throw notWritable(folder, error)
  }
}

function notWritable(folder: string, error: unknown) {
  const reason = error instanceof Error ? error.message : String(error)
  return new StartError(`The data folder ${folder} cannot be written (${reason}). Make it writable or set DATA_DIR to a folder that is.`)
}
