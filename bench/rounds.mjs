import { median } from './load/outcome.mjs'
import { measure } from './measure.mjs'

/**
 * Measures everything that was asked for in turns, A B C … A B C …, so that what else the machine does meets all alike; each round
 * starts with another one.
 * @param {import('./instance.mjs').Instance[]} instances
 * @param {ReturnType<typeof import('./options.mjs').readOptions>} options
 * @param {Awaited<ReturnType<typeof import('./database.mjs').openServer>>} postgres
 */
export async function allRounds(instances, options, postgres) {
  const { scenarios, connections, rounds, seconds } = options
  /** @type {(import('./measure.mjs').Measurement & { round: number })[]} */ const all = []
  await warmUp(instances, options, postgres)
  for (const scenario of scenarios) {
    for (const count of connections) {
      for (let round = 0; round < rounds; round++) {
        for (let i = 0; i < instances.length; i++) {
          const instance = instances[(i + round) % instances.length]
          if (!can(instance, scenario)) continue
          const rate = scenario.endsWith('-half') ? await halfOfCapacity(instance, scenario, count) : undefined
          const measurement = await measure(instance, scenario, count, seconds, postgres, { rate })
          all.push({ ...measurement, round })
          tell(measurement)
        }
      }
    }
  }
  return all

  /** Half the rate that it reached in this run, or reaches now. */
  async function halfOfCapacity(
    /** @type {import('./instance.mjs').Instance} */ instance,
    /** @type {string} */ scenario,
    /** @type {number} */ count,
  ) {
    const whole = scenario.replace(/-half$/, '')
    const reached = all.filter(
      (m) => m.target === instance.target.key && m.sessions === instance.sessions && m.scenario === whole && m.connections === count,
    )
    return (median(reached.map((m) => m.rate)) ?? (await measure(instance, whole, count, seconds, postgres)).rate) / 2
  }
}

/** Each target's code gets hot before anything counts. */
async function warmUp(
  /** @type {import('./instance.mjs').Instance[]} */ instances,
  /** @type {{ scenarios: string[] }} */ { scenarios },
  /** @type {{ cpu: () => number | undefined }} */ postgres,
) {
  const kinds = new Set(scenarios.map((scenario) => scenario.replace(/-half$/, '')))
  for (const instance of instances) {
    for (const scenario of kinds) {
      if (!can(instance, scenario)) continue
      const { errors } = await measure(instance, scenario, 16, 0.5, postgres, { lead: 0 })
      for (const [problem, times] of Object.entries(errors))
        throw new Error(`${instance.target.name}, ${scenario}: ${problem} (${times} times)`)
    }
  }
}

const can = (/** @type {import('./instance.mjs').Instance} */ { target }, /** @type {string} */ scenario) =>
  (target.scenarios?.includes(scenario.replace(/-half$/, '')) ?? true) && (!scenario.startsWith('introspect') || target.introspect !== undefined)

function tell(
  /** @type {import('./measure.mjs').Measurement} */ {
    target,
    sessions,
    scenario,
    connections,
    rate,
    serverCpu = 0,
    databaseCpu = 0,
    p99,
    errors,
    lost,
  },
) {
  const figures = `${rate.toFixed(0).padStart(6)} req/s  ${serverCpu.toFixed(3)} + ${databaseCpu.toFixed(3)} ms CPU  p99 ${p99.toFixed(1)} ms`
  const bad = [...Object.entries(errors).map(([problem, times]) => `${times} × ${problem}`), ...(lost ? [`${lost} tokens LOST`] : [])]
  console.log(
    `${scenario.padEnd(16)} ${String(connections).padStart(3)}  ${`${target} (${sessions})`.padEnd(30)} ${figures}  ${bad.join('; ')}`,
  )
}
