import { Connection } from './connection.mjs'

/**
 * At a given rate, whatever the server does: requests fall due at random (a Poisson process) and wait, in order, for a free
 * connection. The wait counts, so a stall shows in every request that it delays.
 * @param {number} port
 * @param {import('../scenarios.mjs').Next[]} requesters one per connection
 * @param {number} seconds
 * @param {number} rate requests per second
 * @returns {Promise<import('./outcome.mjs').Outcome>}
 */
export async function openLoop(port, requesters, seconds, rate) {
  const free = requesters.map((next) => ({ next, connection: new Connection(port) }))
  const all = [...free]
  /** @type {number[]} */ const latencies = []
  /** @type {Map<string, number>} */ const errors = new Map()
  /** @type {number[]} */ const waiting = []
  const count = (/** @type {string} */ problem) => errors.set(problem, (errors.get(problem) ?? 0) + 1)
  const dispatch = () => {
    while (waiting.length > 0) {
      // In turn: one that is left alone for seconds is closed by the server.
      const line = free.shift()
      if (!line) return
      const dueAt = /** @type {number} */ (waiting.shift())
      const { request, check } = line.next()
      line.connection.send(
        request,
        (answer) => {
          latencies.push(performance.now() - dueAt)
          const problem = check(answer)
          if (problem) count(problem)
          free.push(line)
          dispatch()
        },
        (error) => count(error.message),
      )
    }
  }
  const start = performance.now()
  const end = start + seconds * 1000
  let due = start
  await new Promise((resolve) => {
    const tick = () => {
      const now = performance.now()
      if (now >= end) return resolve(undefined)
      // The timer's own lateness (up to a millisecond) is the generator's, not the server's: what fell due since the last tick falls due now.
      for (; due <= now; due += (-Math.log(1 - Math.random()) / rate) * 1000) waiting.push(now)
      dispatch()
      setTimeout(tick, 1)
    }
    tick()
  })
  const drainedBy = performance.now() + 5_000
  while ((waiting.length > 0 || free.length < all.length) && performance.now() < drainedBy) await new Promise((go) => setTimeout(go, 5))
  if (free.length < all.length) count(`${all.length - free.length} requests were not answered within 5 s`)
  const elapsed = (performance.now() - start) / 1000
  for (const { connection } of all) connection.close()
  return { latencies: latencies.length > 0 ? latencies : [0], errors, seconds: elapsed }
}
