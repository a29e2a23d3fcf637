import { longestComebackMs } from './bounds.mjs'
import { openBuilder } from './builder.mjs'
import { checkByAsking } from './check-by-asking.mjs'
import { credentials } from './deeds.mjs'
import { victimCount } from './fixtures.mjs'
import { inspect } from './inspect.mjs'
import { startLoad } from './load.mjs'
import { Probe } from './probe.mjs'
import { killAll } from './processes.mjs'

/** Load between two kills, in ms: from and to. */
const loadMs = [500, 2_000]

/** Who does not answer after so long is started anew, in ms. */
const giveUpMs = 45_000

/** @typedef {{ victim: string, token?: number, page?: number }} Kill how long after it tokens and pages were answered again, in ms */

/**
 * kill -9 at random moments under load; after each everything that was acknowledged is looked for.
 * @param {import('./set-up.mjs').SetUp} setUp
 * @param {{ ledger: import('./ledger.mjs').Ledger, random: import('./random.mjs').Random, seconds: number, kills?: number }} options
 *   kills: so many, however long it takes
 */
export async function killsPart(setUp, { ledger, random, seconds, kills }) {
  const victims = setUp.kind === 'postgres' ? ['server', 'machines', 'pages', 'database'] : ['server']
  /** @type {Kill[]} */ const done = []
  /** @type {string[]} */ const problems = []
  const builder = await openBuilder(setUp.port)
  const probe = new Probe(setUp.port)
  const startedAt = Date.now()
  const context = { name: 'kills', port: setUp.port, ledger, random: random.branch('load') }
  const load = startLoad(context, [credentials({ ...context, random: random.branch('builder') }, builder)])
  const isOver = () => (kills ? done.length >= kills : done.length >= victims.length && Date.now() - startedAt > seconds * 1_000)
  /** @type {string[]} */ let turn = []
  while (!isOver()) {
    // Each of them once before one comes again: a server that replaces a worker waits longer when the next ones die young, too.
    if (turn.length === 0) turn = random.shuffled(victims)
    const victim = String(turn.pop())
    await sleep(random.between(loadMs[0], loadMs[1]))
    const kill = await killOne(victim)
    done.push(kill)
    await load.pause()
    await look(`kill ${done.length} (${victim})`)
    load.resume()
  }
  await load.stop()
  const endedAt = Date.now()
  await probe.stop()
  await finalLook()
  const seen = { token: probe.seen('token', startedAt, endedAt), page: probe.seen('page', startedAt, endedAt) }
  return { kills: done, seen, problems, seconds: (endedAt - startedAt) / 1_000 }

  /** @returns {Promise<Kill>} */
  async function killOne(/** @type {string} */ victim) {
    const at = Date.now()
    if (victim === 'server') {
      await setUp.server.kill()
      await setUp.start()
    } else if (victim === 'database') {
      await setUp.postgres?.kill()
      await setUp.postgres?.start()
    } else killAll([random.pick(setUp.server.workers(/** @type {'machines' | 'pages'} */ (victim)))])
    const [token, page] = await Promise.all([probe.firstAnswer('token', at, giveUpMs), probe.firstAnswer('page', at, giveUpMs)])
    const ms = (/** @type {number | undefined} */ answeredAt) => answeredAt && answeredAt - at
    const bound = longestComebackMs + (victim === 'server' ? setUp.startMs : 0)
    for (const [kind, answeredAt] of Object.entries({ tokens: token, pages: page })) {
      const after = answeredAt
        ? `answered only after ${((answeredAt - at) / 1_000).toFixed(1)} s`
        : `not answered for ${giveUpMs / 1_000} s`
      if (!answeredAt || answeredAt - at > bound) problems.push(`kill ${done.length + 1} (${victim}): ${kind} ${after}`)
    }
    if (token && page) await untilComplete(victim)
    else await startAnew()
    return { victim, token: ms(token), page: ms(page) }
  }

  /** A worker that was killed has a successor before the next one dies. */
  async function untilComplete(/** @type {string} */ victim) {
    if (setUp.kind !== 'postgres') return
    const deadline = Date.now() + longestComebackMs
    while (['machines', 'pages'].some((kind) => setUp.server.workers(/** @type {'machines' | 'pages'} */ (kind)).length < 2)) {
      if (Date.now() > deadline) {
        problems.push(`kill ${done.length + 1} (${victim}): a process was not replaced within ${longestComebackMs / 1_000} s`)
        return
      }
      await sleep(50)
    }
  }

  async function look(/** @type {string} */ when) {
    const before = ledger.lost.length
    await checkByAsking(setUp.port, ledger).catch((error) => problems.push(`${when}: ${error.message}`))
    if (setUp.postgres) await setUp.read((query) => inspect(query, ledger, victimCount))
    for (let i = before; i < ledger.lost.length; i++) ledger.lost[i] += `, after ${when}`
  }

  /** At the very end everything is looked for in the database once more; the embedded one as the last kill leaves it. */
  async function finalLook() {
    if (!setUp.postgres) await setUp.server.kill()
    await setUp.read((query) => inspect(query, ledger, victimCount, { again: true }))
    if (!setUp.postgres) await startAnew()
  }

  async function startAnew() {
    await setUp.server.kill()
    await setUp.start()
    await setUp.server.untilReady()
  }
}

const sleep = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms))
