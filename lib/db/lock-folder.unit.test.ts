import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FolderInUse } from '@/lib/start-error'
import { type Holder, stateOf, thisProcess } from './folder-holder'
import { lockFolder } from './lock-folder'

let folder: string
const running: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'locked-'))
})

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

/** Another process that locks the folder when told to go. */
async function other(patience = 'impatient') {
  const words = ['--import', 'tsx', 'lib/testing/hold-folder.ts', folder, patience]
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'inherit'] })
  running.push(child)
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  const says = (text: string) => vi.waitFor(() => expect(output).toContain(text), { timeout: 20_000 })
  await says('waits')
  return {
    go: () => child.stdin.write('go\n'),
    says,
    outcome: () => vi.waitFor(() => expect(output).toMatch(/holds|refused/), { timeout: 20_000 }).then(() => output.split('\n')[1]),
    killed: async () => {
      child.kill('SIGKILL')
      await new Promise((resolve) => child.once('exit', resolve))
    },
  }
}

/** A process that holds the folder. */
async function holder() {
  const first = await other()
  first.go()
  await first.says('holds it')
  return first
}

// Where the system does not tell which process is which, a lock is waited for as if it were another machine's.
describe.runIf(existsSync('/proc/self/stat'))('after kill -9 of the holder', () => {
  test('the next start goes on at once', async () => {
    await (await holder()).killed()
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const startedAt = performance.now()
    const release = await lockFolder(folder, true)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
    expect(said).not.toHaveBeenCalled()
    await release()
    expect(existsSync(join(folder, 'db.holder'))).toBe(false)
  })

  test('of several that start together exactly one gets the folder', async () => {
    await (await holder()).killed()
    const starters = await Promise.all(Array.from({ length: 4 }, () => other()))
    for (const starter of starters) starter.go()
    const outcomes = await Promise.all(starters.map((starter) => starter.outcome()))
    expect(outcomes.sort()).toEqual(['holds it', 'refused', 'refused', 'refused'])
  })

  test('and another program that has got its number since is not taken for it', async () => {
    await (await holder()).killed()
    const note = JSON.parse(readFileSync(join(folder, 'db.holder'), 'utf8'))
    writeFileSync(join(folder, 'db.holder'), JSON.stringify({ ...note, pid: process.pid }))
    await (await lockFolder(folder, true))()
  })
})

describe.runIf(existsSync('/proc/self/stat'))('a holder that is alive', () => {
  test('keeps the folder, however long ago it renewed its lock', async () => {
    const first = await holder()
    const hourAgo = Date.now() / 1000 - 3_600
    utimesSync(join(folder, 'db.lock'), hourAgo, hourAgo)
    await expect(lockFolder(folder, false)).rejects.toThrow(FolderInUse)
    await first.killed()
  })

  test.each<Partial<Holder>>([{ host: 'elsewhere' }, { boot: 'the one before' }, { numbering: 'pid:[1]' }])(
    'or may be, because it ran where this process cannot look, keeps it too: %j',
    async (elsewhere) => {
      const here = await thisProcess()
      if (!here) throw new Error('no /proc')
      expect(await stateOf(here)).toBe('alive')
      expect(await stateOf({ ...here, pid: 4_194_305 })).toBe('gone')
      expect(await stateOf({ ...here, pid: 4_194_305, ...elsewhere })).toBe('unknown')
    },
  )
})
