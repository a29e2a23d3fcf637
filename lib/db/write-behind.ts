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

/** At most this many items wait while the database is away; then the first tenth of the line goes, for memory is finite. */
const capacity = 100_000

/**
 * `delayMs`: how long items are collected; `atOnce`: how many one statement writes at most; `arrange`: puts those that are pending into
 * the order they are written in.
 */
type Options<Item> = { delayMs?: number; atOnce?: number; arrange?: (items: Item[]) => Item[] }

/** Creates a write-behind queue whose batches are written by `write`; a failed batch is kept and tried again. */
export function writeBehind<Item>(
  write: (items: Item[]) => Promise<void>,
  { delayMs = writeBehindMs, atOnce = capacity, arrange = (items) => items }: Options<Item> = {},
): WriteBehind<Item> {
  let pending: Item[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
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
  const writeAll = async () => {
    let items = arrange(pending)
    pending = []
    const pauseMs = (spreadMs * atOnce) / items.length
    try {
      while (items.length > 0) {
        await write(items.slice(0, atOnce))
        items = items.slice(atOnce)
        if (items.length > 0 && hurried === 0) await pause(pauseMs)
      }
    } catch (error) {
      pending = items.concat(pending).slice(-capacity)
      arm()
      throw error
    }
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
      // A tenth at a time, so that a full queue does not move everything for every item.
      if (pending.length >= capacity) pending.splice(0, capacity / 10)
      pending.push(item)
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
