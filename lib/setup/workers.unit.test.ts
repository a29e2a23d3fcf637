import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startWorkers, type Workers } from './workers'

/** Stands for a server process: leaves its id in a folder; first kills the one named in the file `victim`, or fails if told to. */
const program = `
  import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
  import { join } from 'node:path'
  const folder = process.argv[2]
  process.on('message', (message) => message === 'retire' && process.exit(0))
  process.on('SIGTERM', () => process.exit(0))
  const victim = join(folder, 'victim')
  if (existsSync(victim)) {
    process.kill(Number(readFileSync(victim, 'utf8')), 'SIGKILL')
    rmSync(victim)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  if (existsSync(join(folder, 'broken'))) process.exit(1)
  writeFileSync(join(folder, 'pid-' + process.pid), '')
  process.send('ready')
  setInterval(() => {}, 60_000)
`

let folder: string
let workers: Workers

const started = () => readdirSync(folder).flatMap((name) => (name.startsWith('pid-') ? [Number(name.slice(4))] : []))
const alive = () => started().filter(isAlive)

function isAlive(pid: number) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'workers-'))
  writeFileSync(join(folder, 'worker.mjs'), program)
  workers = await startWorkers({ kind: 'test', count: 2, exec: join(folder, 'worker.mjs'), args: [folder] })
})
afterEach(async () => {
  expect(await workers.stop()).toBe(true)
  rmSync(folder, { recursive: true })
})

test('each is replaced by a new one, and stop ends all of them', async () => {
  const before = alive()
  expect(before).toHaveLength(2)
  await workers.restart()
  const after = alive()
  expect(after).toHaveLength(2)
  expect(after.filter((pid) => before.includes(pid))).toEqual([])
  expect(await workers.stop()).toBe(true)
  expect(alive()).toEqual([])
})

test('one that dies while its successor starts: the others are replaced all the same, and there are as many as before', async () => {
  const before = alive()
  writeFileSync(join(folder, 'victim'), String(before[0]))
  await workers.restart()
  expect(alive().filter((pid) => before.includes(pid))).toEqual([])
  // Longer than the pause before one that died is replaced.
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect(alive()).toHaveLength(2)
})

test('one that dies while another is replaced comes back', async () => {
  const before = alive()
  writeFileSync(join(folder, 'victim'), String(before[1]))
  await workers.restart()
  await vi.waitFor(() => expect(alive()).toHaveLength(2), { timeout: 5_000 })
  expect(alive().filter((pid) => before.includes(pid))).toEqual([])
})

test('a successor that does not start leaves the old ones serving', async () => {
  const before = alive()
  writeFileSync(join(folder, 'broken'), '')
  await workers.restart()
  expect(alive()).toEqual(before)
})
