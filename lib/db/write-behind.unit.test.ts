import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { flushWriteBehind, keyed, listed, type WriteBehind, writeBehind, writeBehindMs } from './write-behind'

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
  queue = writeBehind(
    listed<number>(async (items) => {
      await gate
      if (refusing) throw new Error('database gone')
      written.push(items)
    }),
  )
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
    const other = writeBehind(listed<string>(async (items) => void others.push(...items)))
    queue.add(1)
    other.add('a')
    await flushWriteBehind()
    expect([written, others]).toEqual([[[1]], ['a']])
  })
})

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

describe('a failed statement', () => {
  test('is kept and tried again every second, before what came since', async () => {
    refusing = true
    queue.add(1)
    queue.add(2)
    await pass(3500)
    queue.add(3)
    refusing = false
    await pass(writeBehindMs + 500)
    expect(written).toEqual([[1, 2], [3]])
    await pass(5000)
    expect(written).toEqual([[1, 2], [3]])
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

  test('is tried again alone: those before it were written, those after it follow', async () => {
    const written: number[][] = []
    let refusals = 2
    const queue = writeBehind(
      keyed<number, number>(async (items) => {
        if (items[0]?.[0] === 3 && refusals-- > 0) throw new Error('refused')
        written.push(items.map(([key]) => key))
      }, 2),
    )
    for (const key of [1, 2, 3, 4, 5]) queue.add([key, key])
    await expect(queue.flush()).rejects.toThrow('refused')
    for (const key of [6, 6, 1]) queue.add([key, key])
    await expect(queue.flush()).rejects.toThrow('refused')
    queue.add([6, 6])
    await queue.flush()
    expect(written).toEqual([[1, 2], [3, 4], [5], [6, 1]])
  })

  test('is dropped when memory holds too much, the oldest first', async () => {
    refusing = true
    for (let item = 0; item < 60_000; item++) queue.add(item)
    await queue.flush().catch(() => {})
    for (let item = 60_000; item < 170_001; item++) queue.add(item)
    await queue.flush().catch(() => {})
    refusing = false
    await queue.flush()
    expect(written.flat()).toEqual(range(60_000, 170_001))
  })

  test('is dropped also while another waits for the database, and what is left is written soon', async () => {
    let open = () => {}
    gate = new Promise((resolve) => {
      open = resolve
    })
    queue.add(-1)
    await pass(writeBehindMs)
    for (let item = 0; item < 250_000; item++) queue.add(item)
    open()
    await pass(2 * writeBehindMs)
    expect(written.flat()).toEqual([-1, ...range(100_000, 250_000)])
  })
})

const entries = (...keys: string[]): [string, number][] => keys.map((key, i) => [key, i])

test('of each key the latest is written, in statements of so many', async () => {
  const written: [string, number][][] = []
  const queue = writeBehind(
    keyed<string, number>(async (items) => void written.push(items), 2),
    500,
  )
  for (const entry of entries('a', 'b', 'a', 'c', 'b')) queue.add(entry)
  await pass(500)
  await pass(250)
  const expected = [
    [
      ['a', 2],
      ['b', 4],
    ],
    [['c', 3]],
  ]
  expect(written).toEqual(expected)
  queue.add(['a', 5])
  await queue.flush()
  expect(written).toEqual([...expected, [['a', 5]]])
})

test('several statements are spread over half a second, unless somebody waits for them', async () => {
  const written: [string, number][][] = []
  const queue = writeBehind(keyed<string, number>(async (items) => void written.push(items), 2))
  const add = () => entries('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h').forEach(queue.add)
  add()
  await pass(writeBehindMs)
  expect(written).toEqual([entries('a', 'b')])
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
