import { mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as realDelay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FolderInUse, StartError } from '@/lib/start-error'
import { openEmbedded } from './embedded'

let root: string
let folder: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'embedded-'))
  folder = join(root, 'data')
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  rmSync(root, { recursive: true, force: true })
})

const lockPath = () => join(folder, 'db.lock')

/** As if another process held the folder, and had last said so that many seconds ago. */
function holdElsewhere(secondsAgo: number) {
  mkdirSync(lockPath(), { recursive: true })
  const then = Date.now() / 1000 - secondsAgo
  utimesSync(lockPath(), then, then)
}

/** Opens the folder with a quick watch, so that waiting for another process takes no time; returns what happened and what was said. */
async function openQuickly(isPatient?: boolean, eachSecond = () => {}) {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {})
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  let waitedMs = 0
  const outcome = openEmbedded(folder, isPatient).then(
    (opened) => ({ opened }),
    (error: unknown) => ({ error }),
  )
  for (let settled: unknown; settled === undefined && waitedMs < 60_000; waitedMs += 1_000) {
    eachSecond()
    await vi.advanceTimersByTimeAsync(1_000)
    settled = await Promise.race([outcome, realDelay(30)])
  }
  return { ...((await outcome) as { error?: unknown; opened?: Awaited<ReturnType<typeof openEmbedded>> }), waitedMs, said }
}

describe('one process at a time', () => {
  test('a second one on the folder gets one clear sentence after waiting for the first, instead of a corrupt folder', async () => {
    holdElsewhere(0)
    const { error, waitedMs, said } = await openQuickly()
    expect(error).toBeInstanceOf(StartError)
    expect((error as StartError).message).toBe(
      `The embedded database in ${folder} is in use by another process. Stop that one first, set DATA_DIR to another folder, or use PostgreSQL (DATABASE_URL) to run several processes.`,
    )
    expect(said.mock.calls).toEqual([[`Waiting up to 15 s for ${folder}: another process holds it, or one was killed a moment ago.`]])
    // Longer than a killed process's lock counts.
    expect(waitedMs).toBeGreaterThan(15_000)
    expect(() => statSync(join(folder, 'db'))).toThrow('ENOENT')
    expect(statSync(lockPath()).isDirectory()).toBe(true)
  })

  test('a lock that a killed process left is taken over, and what it wrote is there', async () => {
    const first = await openEmbedded(folder)
    // The data is people's: readable by the account that runs the server only.
    expect((statSync(folder).mode & 0o777).toString(8)).toBe('700')
    await first.pool.query('CREATE TABLE kept AS SELECT 42 AS answer')
    await first.close()
    expect(() => statSync(lockPath())).toThrow('ENOENT')
    holdElsewhere(16)
    const second = await openEmbedded(folder)
    expect((await second.pool.query('SELECT answer FROM kept')).rows).toEqual([{ answer: 42 }])
    expect(statSync(lockPath()).isDirectory()).toBe(true)
    await second.close()
    expect(() => statSync(lockPath())).toThrow('ENOENT')
  })

  test('who is not patient is refused as soon as the holder is seen to be alive', async () => {
    holdElsewhere(2)
    let seconds = 0
    const alive = await openQuickly(false, () => {
      if (++seconds === 4) holdElsewhere(0)
    })
    expect(alive.error).toBeInstanceOf(FolderInUse)
    expect(alive.waitedMs).toBeLessThan(10_000)
  })

  test('a lock renewed a moment ago is respected', async () => {
    holdElsewhere(10)
    const { error } = await openQuickly()
    expect(error).toBeInstanceOf(StartError)
  })
})

test('in memory it needs no folder and no lock: two at once are two databases', async () => {
  const [one, other] = await Promise.all([openEmbedded('memory://'), openEmbedded('memory://')])
  await one.pool.query('CREATE TABLE mine ()')
  expect((await other.pool.query(`SELECT to_regclass('mine') AS found`)).rows).toEqual([{ found: null }])
  await Promise.all([one.close(), other.close()])
})

test.each([
  ['a file is in its place', ''],
  ['a file is in the place of its parent', 'deeper'],
])('a folder that cannot be written is one clear sentence: %s', async (_name, below) => {
  writeFileSync(folder, '')
  const path = join(folder, below)
  const error = await openEmbedded(path).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(StartError)
  const [before, reason, after] = (error as StartError).message.split(/[()]/)
  expect(before).toBe(`The data folder ${path} cannot be written `)
  expect(reason).toMatch(/^E[A-Z]+: .+/)
  expect(after).toBe('. Make it writable or set DATA_DIR to a folder that is.')
})

test('a folder that is no database of this version is one clear sentence, and is given free again', async () => {
  mkdirSync(join(folder, 'db'), { recursive: true })
  writeFileSync(join(folder, 'db', 'PG_VERSION'), '99\n')
  const error = await openEmbedded(folder).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(StartError)
  expect((error as StartError).message).toMatch(
    /^The embedded database in \S+ cannot be opened \([^\n]+\): it is damaged, or another version made it\. Start that version, /,
  )
  expect(() => statSync(lockPath())).toThrow('ENOENT')
})
