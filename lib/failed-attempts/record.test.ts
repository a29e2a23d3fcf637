import { describe, expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { forgive } from './forgive'
import { clientAndAddress, type Limit, source } from './limits'
import { recordFailure } from './record'

useTestDatabase()

const now = new Date('2025-06-15T11:00:00.000Z')
const secondsLater = (seconds: number) => new Date(now.getTime() + seconds * 1000)
/** Leaks one in four seconds, which floating-point numbers hold exactly. */
const quarter: Limit = { capacity: 3, leakPerSecond: 0.25 }
const one = source(quarter, 'one')
const other = source(quarter, 'other')

async function stored() {
  const { rows } = await database().pool.query<{ key: Buffer; level: number; at: Date }>('SELECT key, level, at FROM failed_attempts')
  return new Map(rows.map(({ key, level, at }) => [Buffer.from(key).toString('hex'), { level, at }]))
}
const bucketOf = async ({ key }: { key: Buffer }) => (await stored()).get(key.toString('hex'))

/** The function as another process has it, with a queue of its own. */
async function newProcess() {
  const slot = Symbol.for('application-credentials.record-failed-attempts')
  const slots = globalThis as { [slot: symbol]: unknown }
  const held = slots[slot]
  delete slots[slot]
  vi.resetModules()
  const module = await import('./record')
  if (held) slots[slot] = held
  return module.recordFailure
}

const fourProcesses = async () => [await newProcess(), await newProcess(), await newProcess(), await newProcess()]

describe('a failure is counted', () => {
  test('the first makes the source known', async () => {
    expect(await recordFailure([one], now)).toEqual([1])
    expect(await stored()).toEqual(new Map([[one.key.toString('hex'), { level: 1, at: now }]]))
  })

  test('each source by itself; the levels come in the order asked', async () => {
    expect(await recordFailure([one], now)).toEqual([1])
    expect(await recordFailure([other, one], now)).toEqual([1, 2])
    expect(await recordFailure([one, other], now)).toEqual([3, 2])
    expect(await recordFailure([other], now)).toEqual([3])
    expect((await stored()).size).toBe(2)
  })

  test('beyond the capacity as well', async () => {
    for (let level = 1; level <= 7; level++) expect(await recordFailure([one], now)).toEqual([level])
  })

  test('of no source nothing is', async () => {
    expect(await recordFailure([], now)).toEqual([])
    expect(await stored()).toEqual(new Map())
  })
})

describe('time forgives', () => {
  test('at the source’s own pace, down to nothing', async () => {
    const slow = source({ capacity: 3, leakPerSecond: 0.125 }, 'slow')
    for (let i = 0; i < 3; i++) await recordFailure([one, slow], now)
    expect(await recordFailure([slow, one], secondsLater(2))).toEqual([3.75, 3.5])
    expect(await recordFailure([one], secondsLater(4))).toEqual([4])
    expect(await recordFailure([one, slow], secondsLater(86_400))).toEqual([1, 1])
    expect(await bucketOf(one)).toEqual({ level: 1, at: secondsLater(86_400) })
  })

  test('a clock that jumps back neither leaks nor fills', async () => {
    await recordFailure([one], now)
    expect(await recordFailure([one], secondsLater(-3600))).toEqual([2])
    expect(await bucketOf(one)).toEqual({ level: 2, at: now })
    expect(await recordFailure([one], secondsLater(2))).toEqual([2.5])
  })
})

describe('forgiving', () => {
  test('takes one failure of each named source back, whenever it was', async () => {
    for (let i = 0; i < 3; i++) await recordFailure([one, other], now)
    await recordFailure([source(quarter, 'third')], now)
    await forgive([other, one])
    await forgive([one])
    expect(await bucketOf(one)).toEqual({ level: 1, at: now })
    expect(await bucketOf(other)).toEqual({ level: 2, at: now })
    expect(await bucketOf(source(quarter, 'third'))).toEqual({ level: 1, at: now })
  })

  test('never below nothing, and nobody unknown', async () => {
    await recordFailure([one], now)
    for (let i = 0; i < 3; i++) await forgive([one, other])
    expect(await stored()).toEqual(new Map([[one.key.toString('hex'), { level: 0, at: now }]]))
    expect(await recordFailure([one], now)).toEqual([1])
  })

  test('less than a whole failure to nothing', async () => {
    await recordFailure([one], now)
    await database().pool.query('UPDATE failed_attempts SET level = 0.5')
    await forgive([one])
    expect(await bucketOf(one)).toEqual({ level: 0, at: now })
  })
})

describe('many at once: not one is lost', () => {
  test('within a process', async () => {
    const levels = await Promise.all(Array.from({ length: 600 }, (_, i) => recordFailure(i % 3 ? [one, other] : [other], now)))
    expect((await bucketOf(one))?.level).toBe(400)
    expect((await bucketOf(other))?.level).toBe(600)
    expect(Math.max(...levels.map(([level]) => level ?? 0))).toBe(600)
  })

  test('in several processes, whatever the order they name the sources in', async () => {
    const shared = ['a', 'b', 'c', 'd'].map((name) => source(clientAndAddress, name))
    const processes = await fourProcesses()
    const told: number[] = []
    await Promise.all(
      processes.map(async (record, process) => {
        // One after the other, so that each is a statement of its own.
        for (let i = 0; i < 50; i++) {
          const turned = [...shared.slice((process + i) % 4), ...shared.slice(0, (process + i) % 4)]
          const levels = await record(process % 2 ? turned : turned.reverse(), now)
          told.push(levels[turned.indexOf(shared[0] as (typeof shared)[0])] ?? 0)
        }
      }),
    )
    for (const { key } of shared) expect(await bucketOf({ key })).toEqual({ level: 200, at: now })
    // Each was told a level of its own: no two may believe to be the tenth.
    expect(told.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1))
  })

  test('while others are forgiven', async () => {
    const processes = await fourProcesses()
    await Promise.all(
      processes.map(async (record, process) => {
        for (let i = 0; i < 40; i++) {
          await record([one], now)
          if (process % 2) await forgive([one])
        }
      }),
    )
    expect(await bucketOf(one)).toEqual({ level: 80, at: now })
  })
})
