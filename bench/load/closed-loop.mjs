import { Connection } from './connection.mjs'

/**
 * As fast as the server answers: every connection sends its next request when it has the answer to the last.
 * @param {number} port
 * @param {import('../scenarios.mjs').Next[]} requesters one per connection
 * @param {number} seconds
 * @returns {Promise<import('./outcome.mjs').Outcome>}
 */
export async function closedLoop(port, requesters, seconds) {
  const connections = requesters.map(() => new Connection(port))
  /** @type {number[]} */ const latencies = []
  /** @type {Map<string, number>} */ const errors = new Map()
  const start = performance.now()
  const end = start + seconds * 1000
  await Promise.all(
    requesters.map(
      (next, i) =>
        new Promise((resolve) => {
          const step = () => {
            const sentAt = performance.now()
            if (sentAt >= end) return resolve(undefined)
            const { request, check } = next()
            connections[i].send(
              request,
              (answer) => {
                latencies.push(performance.now() - sentAt)
                const problem = check(answer)
                if (problem) errors.set(problem, (errors.get(problem) ?? 0) + 1)
                step()
              },
              (error) => {
                errors.set(error.message, (errors.get(error.message) ?? 0) + 1)
                resolve(undefined)
              },
            )
          }
          step()
        }),
    ),
  )
  const elapsed = (performance.now() - start) / 1000
  for (const connection of connections) connection.close()
  return { latencies, errors, seconds: elapsed }
}
