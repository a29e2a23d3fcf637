import { useCallback, useRef, useState } from 'react'

/**
 * Runs one call of `work` at a time: while one is under way further calls do nothing, however fast they come.
 * Returns the guarded function and whether a call is under way.
 */
export function useSingleFlight<A extends unknown[]>(work: (...args: A) => Promise<void>): [(...args: A) => Promise<void>, boolean] {
  const isBusy = useRef(false)
  const [isPending, setPending] = useState(false)
  const latest = useRef(work)
  latest.current = work
  const run = useCallback(async (...args: A) => {
    if (isBusy.current) return
    isBusy.current = true
    setPending(true)
    try {
      await latest.current(...args)
    } finally {
      isBusy.current = false
      setPending(false)
    }
  }, [])
  return [run, isPending]
}
