import DataLoader from 'dataloader'

/**
 * Joins concurrent calls into one: `load(key)` resolves with the value `run` returned for it.
 *
 * Adaptive: a lone call goes at once; calls that arrive while a batch is under way form the next one. So the work per call falls
 * as load rises, and no timer is involved. `run` gets the keys of one batch and must answer in the same order, an `Error` for a
 * call that failed by itself. Nothing is cached.
 */
export function batched<Key, Value>(
  run: (keys: readonly Key[]) => Promise<(Value | Error)[]>,
  maxBatchSize = 500,
): (key: Key) => Promise<Value> {
  let underWay = 0
  let waiting: (() => void)[] = []
  const loader = new DataLoader<Key, Value>(
    async (keys) => {
      underWay++
      try {
        return await run(keys)
      } finally {
        underWay--
        const next = waiting
        waiting = []
        for (const dispatch of next) dispatch()
      }
    },
    {
      cache: false,
      maxBatchSize,
      batchScheduleFn: (dispatch) => {
        if (underWay > 0) waiting.push(dispatch)
        // Calls made within one turn of the event loop (several sockets readable at once) belong together.
        else setImmediate(dispatch)
      },
    },
  )
  return (key) => loader.load(key)
}

/** Makes a store once per process, however many bundles carry a copy of its module (so that they share their batches). */
export function onePerProcess<Store>(name: string, make: () => Store): Store {
  const slots = globalThis as { [slot: symbol]: unknown }
  const slot = Symbol.for(`application-credentials.${name}`)
  slots[slot] ??= make()
  return slots[slot] as Store
}
