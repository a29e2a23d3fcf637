type Waiting<Key, Value> = { key: Key; resolve: (value: Value) => void; reject: (error: unknown) => void }

/** So many waiting calls are worth a batch of their own while another is under way. */
const worthwhile = 4

/**
 * Joins concurrent calls into one: `load(key)` resolves with the value `run` returned for it.
 *
 * Adaptive: a lone call goes at once; calls that arrive while a batch is under way form the next one. So the work per call falls
 * as load rises, and no timer is involved. A second batch goes beside the first when at least half as many wait as are under way:
 * this process prepares one while the database works on the other. `run` gets the keys of one batch and must answer in the same
 * order, an `Error` for a call that failed by itself. Nothing is cached.
 */
export function batched<Key, Value>(
  run: (keys: readonly Key[]) => Promise<(Value | Error)[]>,
  maxBatchSize = 500,
): (key: Key) => Promise<Value> {
  let line: Waiting<Key, Value>[] = []
  let batches = 0
  let callsUnderWay = 0
  let isScheduled = false

  const isTime = () => batches === 0 || (batches === 1 && line.length >= Math.max(worthwhile, callsUnderWay / 2))
  const sendIfTime = () => {
    isScheduled = false
    while (line.length > 0 && isTime()) void send()
  }
  const send = async () => {
    const batch = line.slice(0, maxBatchSize)
    line = line.slice(maxBatchSize)
    batches++
    callsUnderWay += batch.length
    const settled = await attempt(batch.map(({ key }) => key))
    batches--
    callsUnderWay -= batch.length
    // The next one first: the database works on it while these are answered.
    sendIfTime()
    batch.forEach(({ resolve, reject }, i) => {
      const result = settled instanceof Error ? settled : settled[i]
      if (result instanceof Error) reject(result)
      else resolve(result as Value)
    })
  }
  const attempt = async (keys: Key[]) => {
    try {
      const results = await run(keys)
      return results.length === keys.length ? results : new Error(`${results.length} answers for ${keys.length} calls`)
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
  }
  return (key) =>
    new Promise((resolve, reject) => {
      line.push({ key, resolve, reject })
      // Calls made within one turn of the event loop (several sockets readable at once) belong together.
      if (!isScheduled) setImmediate(sendIfTime)
      isScheduled = true
    })
}

/** Makes a store once per process, however many bundles carry a copy of its module (so that they share their batches). */
export function onePerProcess<Store>(name: string, make: () => Store): Store {
  const slots = globalThis as { [slot: symbol]: unknown }
  const slot = Symbol.for(`application-credentials.${name}`)
  slots[slot] ??= make()
  return slots[slot] as Store
}
