import { mkdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type LockOptions, lock } from 'proper-lockfile'
import { FolderInUse, folderNotWritable } from '@/lib/start-error'
import { type Holder, stateOf, thisProcess } from './folder-holder'

/** A lock whose holder is not known counts as abandoned after this long; a live holder renews it well within. */
const lockStaleMs = 15_000

type Release = () => Promise<void>

/** What a holder leaves: who it is, and which lock it took. */
type Note = Holder & { lock?: string }

/** What became of one try: the lock, or who has it, if it is known to be alive. */
type Try = { release: Release } | { release?: undefined; holder?: Holder }

/**
 * Locks a folder for this process; it is made if need be. A lock whose holder has died on this machine is taken over at once, one of
 * another machine's when it was not renewed for 15 seconds. A patient caller waits so long for a holder that may be stopping, any
 * other is refused as soon as the holder is seen to be alive.
 * Resolves with the function that gives the folder free again.
 * @throws {StartError} folder not writable, or held by another process
 */
export async function lockFolder(dataDir: string, isPatient: boolean): Promise<Release> {
  const folder = path.resolve(dataDir)
  try {
    // The data is people's: readable by the account that runs the server only.
    await mkdir(/* turbopackIgnore: true */ folder, { recursive: true, mode: 0o700 })
    return await takeOrWait(folder, isPatient)
  } catch (error) {
    throw error instanceof FolderInUse ? error : folderNotWritable(folder, error)
  }
}

async function takeOrWait(folder: string, isPatient: boolean): Promise<Release> {
  const renewedAt = async () => (await stat(/* turbopackIgnore: true */ lockOf(folder)).catch(() => undefined))?.mtimeMs
  const first = await take(folder)
  if (first.release) return first.release
  if (first.holder && !isPatient) throw new FolderInUse(folder)
  const seen = await renewedAt()
  const who = first.holder ? `process ${first.holder.pid} holds it` : 'another process holds it, or one was killed a moment ago'
  console.error(`Waiting up to ${lockStaleMs / 1000} s for ${folder}: ${who}.`)
  for (let waitedMs = 0; waitedMs < lockStaleMs + 2_000; waitedMs += 1_000) {
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const next = await take(folder)
    if (next.release) return next.release
    // A killed process renews nothing: who does is alive.
    if (!isPatient && (next.holder || (await renewedAt()) !== seen)) break
  }
  throw new FolderInUse(folder)
}

/** One try. Only one process at a time makes it: of two that saw the same dead holder, the second would remove the first one's lock. */
async function take(folder: string): Promise<Try> {
  const turn = await lockedOrNot(path.join(folder, 'db.turn'), {
    lockfilePath: path.join(folder, 'db.turn'),
    stale: 2_000,
    retries: { retries: 20, factor: 1, minTimeout: 50 },
    onCompromised: () => {},
  })
  if (!turn) return {}
  try {
    return await takeInTurn(folder)
  } finally {
    await turn().catch(() => {})
  }
}

async function takeInTurn(folder: string): Promise<Try> {
  const noteFile = path.join(folder, 'db.holder')
  const note = await readHolder(noteFile)
  // A note of another lock says nothing: the folder is a copy, or a release that leaves no notes has taken it since.
  const holder = note && note.lock === (await lockIdentity(folder)) ? note : undefined
  const state = holder && (await stateOf(holder))
  // Alive, however long ago it renewed its lock: it may have been stopped for a while, or the clock was set.
  if (state === 'alive') return { holder }
  if (state === 'gone') {
    await rmdir(/* turbopackIgnore: true */ lockOf(folder)).catch(unlessMissing)
    await rm(/* turbopackIgnore: true */ noteFile, { force: true })
  }
  const release = await lockedOrNot(folder, {
    lockfilePath: lockOf(folder),
    stale: lockStaleMs,
    update: 5_000,
    onCompromised: (error: Error) => {
      // Someone else may now be writing; carrying on could destroy data.
      console.error(`Stopped: the lock on ${folder} was lost (${error.message}). Start again when no other process uses the folder.`)
      process.exit(1)
    },
  })
  if (!release) return {}
  // Without a note the next start waits, should this process be killed.
  const mine = await thisProcess()
  const left = mine && { ...mine, lock: await lockIdentity(folder) }
  await writeFile(/* turbopackIgnore: true */ noteFile, JSON.stringify(left ?? null), { mode: 0o600 }).catch(() =>
    rm(/* turbopackIgnore: true */ noteFile, { force: true }),
  )
  return {
    release: async () => {
      await rm(/* turbopackIgnore: true */ noteFile, { force: true })
      await release()
    },
  }
}

/** Which lock it is: another one at the same place is another folder, or was made at another time. */
async function lockIdentity(folder: string) {
  const made = await stat(/* turbopackIgnore: true */ lockOf(folder)).catch(() => undefined)
  return made && `${made.ino} ${made.birthtimeMs}`
}

const lockOf = (folder: string) => path.join(folder, 'db.lock')

/** Undefined when another process has it. */
function lockedOrNot(file: string, options: LockOptions) {
  return lock(file, { realpath: false, ...options }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ELOCKED') return undefined
    throw error
  })
}

/** Nothing when nobody left a note, or only a part of one. */
async function readHolder(file: string): Promise<Note | undefined> {
  try {
    return JSON.parse(await readFile(/* turbopackIgnore: true */ file, 'utf8'))
  } catch {
    return undefined
  }
}

function unlessMissing(error: NodeJS.ErrnoException) {
  if (error.code !== 'ENOENT') throw error
}
