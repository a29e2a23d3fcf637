import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { flushWriteBehind, type WriteBehind, writeBehind, writeBehindMs } from './write-behind'

let written: number[][]
let queue: WriteBehind<number>
let refusing: boolean
/** While it is set, every write waits for it. */
let gate: Promise<void> | undefined

beforeEach(() => {
  written = []
  refusing = false
  gate = undefined
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  queue = writeBehind<number>(async (items) => {
    await gate
    if (refusing) throw new Error('database gone')
    written.push(items)
  })
})

afterEach(async () => {
  refusing = false
  await queue.flush()
  vi.useRealTimers()
})

async function pass(milliseconds: number) {
  await vi.advanceTimersByTimeAsync(milliseconds)
  await nextTurn()
}

test('an item is written within a second, together with those that came meanwhile', async () => {
  queue.add(1)
  await pass(600)
  queue.add(2)
  await pass(writeBehindMs - 601)
  expect(written).toEqual([])
  await pass(1)
  expect(written).toEqual([[1, 2]])
  expect(writeBehindMs).toBe(1000)
})

test('each item is written once, and nothing when nothing is pending', async () => {
  queue.add(1)
  await pass(5000)
  queue.add(2)
  await pass(5000)
  await queue.flush()
  await pass(5000)
  expect(written).toEqual([[1], [2]])
})

describe('flush', () => {
  test('writes what is pending now', async () => {
    queue.add(1)
    queue.add(2)
    await queue.flush()
    expect(written).toEqual([[1, 2]])
    await pass(5000)
    expect(written).toEqual([[1, 2]])
  })

  test('waits until it is stored, also for a write that is under way', async () => {
    let open = () => {}
    gate = new Promise((resolve) => {
      open = resolve
    })
    queue.add(1)
    await pass(writeBehindMs)
    queue.add(2)
    let flushed = false
    const flush = queue.flush().then(() => {
      flushed = true
    })
    await pass(100)
    expect([flushed, written]).toEqual([false, []])
    open()
    await flush
    expect(written).toEqual([[1], [2]])
  })

  test('rejects when the database refuses', async () => {
    refusing = true
    queue.add(1)
    await expect(queue.flush()).rejects.toThrow('database gone')
  })

  test('of the process writes every queue', async () => {
    const others: string[] = []
    const other = writeBehind<string>(async (items) => void others.push(...items))
    queue.add(1)
    other.add('a')
    await flushWriteBehind()
    expect([written, others]).toEqual([[[1]], ['a']])
  })
})

describe('a failed batch', () => {
  test('is kept and tried again every second, in order and with what came since', async () => {
    refusing = true
    queue.add(1)
    queue.add(2)
    await pass(3500)
    queue.add(3)
    refusing = false
    await pass(writeBehindMs)
    expect(written).toEqual([[1, 2, 3]])
    await pass(5000)
    expect(written).toEqual([[1, 2, 3]])
  })

  test('is tried again after a flush that failed', async () => {
    refusing = true
    queue.add(1)
    await queue.flush().catch(() => {})
    refusing = false
    await pass(writeBehindMs)
    expect(written).toEqual([[1]])
  })

  test('does not stop later flushes', async () => {
    refusing = true
    queue.add(1)
    await queue.flush().catch(() => {})
    refusing = false
    await queue.flush()
    expect(written).toEqual([[1]])
  })

  test('that is too large for memory loses its oldest items only', async () => {
    refusing = true
    for (let item = 0; item < 100_002; item++) queue.add(item)
    await queue.flush().catch(() => {})
    refusing = false
    await queue.flush()
    expect([written[0]?.length, written[0]?.[0], written[0]?.at(-1)]).toEqual([90_002, 10_000, 100_001])
  })
})

test('more than one statement may hold is written by several, in order', async () => {
  const written: number[][] = []
  const queue = writeBehind<number>(async (items) => void written.push(items), { atOnce: 3 })
  for (const item of [1, 2, 3, 4, 5, 6, 7]) queue.add(item)
  await queue.flush()
  expect(written).toEqual([[1, 2, 3], [4, 5, 6], [7]])
})

test('several statements are spread over half a second, unless somebody waits for them', async () => {
  const written: number[][] = []
  const queue = writeBehind<number>(async (items) => void written.push(items), { atOnce: 2 })
  const add = () => [1, 2, 3, 4, 5, 6, 7, 8].forEach(queue.add)
  add()
  await pass(writeBehindMs)
  expect(written).toEqual([[1, 2]])
  await pass(124)
  expect(written).toHaveLength(1)
  await pass(1)
  expect(written).toHaveLength(2)
  await pass(250)
  expect(written).toHaveLength(4)

  add()
  await pass(writeBehindMs)
  expect(written).toHaveLength(5)
  await queue.flush()
  expect(written).toHaveLength(8)
  expect(vi.getTimerCount()).toBe(0)

  add()
  let isStored = false
  const stored = queue.stored().then(() => {
    isStored = true
  })
  await pass(374)
  expect([isStored, written.length]).toEqual([false, 11])
  await pass(1)
  await stored
  expect(written).toHaveLength(12)
})

test('what is pending is arranged before it is split, and after a failure again', async () => {
  const written: number[][] = []
  let refusals = 1
  const write = async (items: number[]) => {
    if (written.length === 1 && refusals-- > 0) throw new Error('refused')
    written.push(items)
  }
  const queue = writeBehind(write, { atOnce: 2, arrange: (items) => items.toSorted((a, b) => a - b) })
  for (const item of [5, 3, 4, 1]) queue.add(item)
  await expect(queue.flush()).rejects.toThrow('refused')
  queue.add(2)
  await queue.flush()
  expect(written).toEqual([[1, 3], [2, 4], [5]])
})
