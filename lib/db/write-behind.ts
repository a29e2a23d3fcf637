import { log } from '@/lib/log'
import { onePerProcess } from './batch'

/** Writes that may lag behind: collected in memory, written a second later, many by one statement, and before the process stops. */
export type WriteBehind<Item> = {
  add: (item: Item) => void
  /** Writes what is pending now; rejects if the database refuses. */
  flush: () => Promise<void>
  /** The same for whoever has time: spread as ever. */
  stored: () => Promise<void>
}

const flushers = onePerProcess('write-behind', () => new Set<() => Promise<void>>())

/** How long items are collected, in milliseconds. */
export const writeBehindMs = 1_000

/** Over how long the statements that write them are spread: all at once, they would keep every request waiting for a moment. */
const spreadMs = 500

/**
 * So many items may wait as statements, and as many to become some, while the database is away; then the oldest statements go, for memory
 * is finite.
 */
const capacity = 100_000

/** One statement, and how many items it writes. */
export type Write = { items: number; run: () => Promise<void> }

/** Items that wait to be written, in whatever form costs least. */
export type Backlog<Item> = {
  add: (item: Item) => void
  size: () => number
  /** Hands over what waits as the statements that write it, in their order; then nothing waits. */
  take: () => Write[]
}

/** Splits a list into statements of `atOnce` items at most. */
function inStatements<Item>(items: Item[], atOnce: number, write: (items: Item[]) => Promise<void>): Write[] {
  return Array.from({ length: Math.ceil(items.length / atOnce) }, (_, i) => {
    const part = items.slice(i * atOnce, (i + 1) * atOnce)
    return { items: part.length, run: () => write(part) }
  })
}

/** A backlog that is a list, written in one go unless it is very long. */
export function listed<Item>(write: (items: Item[]) => Promise<void>): Backlog<Item> {
  let items: Item[] = []
  return {
    add: (item) => void items.push(item),
    size: () => items.length,
    take() {
      const taken = items
      items = []
      return inStatements(taken, capacity / 10, write)
    },
  }
}

/** A backlog that keeps of each key the value that was added last; a statement writes `atOnce` of them at most. */
export function keyed<Key, Value>(write: (entries: [Key, Value][]) => Promise<void>, atOnce: number): Backlog<[Key, Value]> {
  let entries = new Map<Key, Value>()
  return {
    add: ([key, value]) => void entries.set(key, value),
    size: () => entries.size,
    take() {
      const taken = [...entries]
      entries = new Map()
      return inStatements(taken, atOnce, write)
    },
  }
}

/**
 * Creates a write-behind queue of what waits in `backlog`: collects for `delayMs`, then writes. A statement that fails is kept and tried
 * again before what came since, which goes on collecting meanwhile.
 */
export function writeBehind<Item>(backlog: Backlog<Item>, delayMs = writeBehindMs): WriteBehind<Item> {
  let line: Write[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  let pauseMs = 0
  let hurried = 0
  let endPause = () => {}

  const arm = () => {
    timer ??= setTimeout(
      () => void writeNext().catch((error) => log().warn({ error: String(error) }, 'write-behind failed, will retry')),
      delayMs,
    )
  }
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const end = setTimeout(resolve, ms)
      endPause = () => {
        clearTimeout(end)
        resolve()
      }
    })
  const takeAll = () => {
    line = line.concat(backlog.take())
    let waiting = line.reduce((sum, { items }) => sum + items, 0)
    while (waiting > capacity) waiting -= line.shift()?.items ?? waiting
    pauseMs = spreadMs / line.length
  }
  const writeLine = async () => {
    for (let write = line.shift(); write; write = line.shift()) {
      try {
        await write.run()
      } catch (error) {
        line.unshift(write)
        arm()
        throw error
      }
      if (line.length > 0 && hurried === 0) await pause(pauseMs)
    }
  }
  const writeAll = async () => {
    await writeLine()
    takeAll()
    await writeLine()
  }
  const writeNext = () => {
    clearTimeout(timer)
    timer = undefined
    writing = writing.catch(() => {}).then(writeAll)
    return writing
  }
  const flush = async () => {
    hurried++
    endPause()
    try {
      await writeNext()
    } finally {
      hurried--
    }
  }
  flushers.add(flush)
  return {
    add(item) {
      backlog.add(item)
      if (backlog.size() >= capacity) takeAll()
      arm()
    },
    flush,
    stored: writeNext,
  }
}

/** Writes everything that is pending in every queue of this process. */
export async function flushWriteBehind(): Promise<void> {
  await Promise.all([...flushers].map((flush) => flush()))
}
