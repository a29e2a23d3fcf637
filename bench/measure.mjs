import { closedLoop } from './load/closed-loop.mjs'
import { openLoop } from './load/open-loop.mjs'
import { quantile } from './load/outcome.mjs'
import { requester } from './scenarios.mjs'

/** @typedef {Awaited<ReturnType<typeof measure>>} Measurement */

/**
 * How long a target is under load before anything counts: everything is hot again, and what the product writes up to a second and a
 * half behind the answer is written at the pace of the requests.
 */
const leadSeconds = 1.5

/**
 * One target, one scenario, once.
 * @param {import('./instance.mjs').Instance} instance
 * @param {string} scenario
 * @param {number} connections
 * @param {number} seconds
 * @param {{ cpu: () => number | undefined }} postgres
 * @param {{ rate?: number, lead?: number }} [options] rate: requests per second; none: as many as it can
 */
export async function measure(instance, scenario, connections, seconds, postgres, { rate, lead = leadSeconds } = {}) {
  const { target, sessions } = instance
  /** @type {string[]} */ const issued = []
  const requesters = Array.from({ length: connections }, () => requester(scenario.replace(/-half$/, ''), target, instance.fill, issued))
  const load = (/** @type {number} */ time) =>
    rate ? openLoop(instance.port, requesters, time, rate) : closedLoop(instance.port, requesters, time)
  if (lead > 0) await load(lead)
  const used = meter(instance, postgres)
  const { latencies, errors, seconds: elapsed } = await load(seconds)
  const { server, database, generator } = used()
  // What is still to be written must not fall to the next target.
  if (target.settleMs) await new Promise((resolve) => setTimeout(resolve, target.settleMs))
  const lost = await instance.lost(issued)
  const twice = lost !== undefined ? issued.length - new Set(issued).size : 0
  if (issued.length > 0) await instance.clean()
  latencies.sort((a, b) => a - b)
  const each = (/** @type {number | undefined} */ ms) => (ms === undefined ? undefined : ms / latencies.length)
  return {
    target: target.key,
    scenario,
    connections,
    sessions,
    requests: latencies.length,
    rate: latencies.length / elapsed,
    /** CPU in ms per request. */
    serverCpu: each(server),
    databaseCpu: each(database),
    generatorCpu: each(generator),
    /** Latency in ms. */
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    max: latencies.at(-1),
    errors: Object.fromEntries(errors),
    issued: issued.length,
    lost: lost === undefined ? undefined : lost + twice,
  }
}

/** CPU in ms used since, by the server, by PostgreSQL and by this process. */
function meter(/** @type {import('./instance.mjs').Instance} */ instance, /** @type {{ cpu: () => number | undefined }} */ postgres) {
  const since = (/** @type {() => number | undefined} */ cpu) => {
    const before = cpu()
    return () => {
      const now = cpu()
      return now === undefined || before === undefined ? undefined : now - before
    }
  }
  const server = since(instance.cpu)
  const database = since(postgres.cpu)
  const generator = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(generator)
    return { server: server(), database: database(), generator: (user + system) / 1000 }
  }
}
