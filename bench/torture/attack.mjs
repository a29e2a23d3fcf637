import { observeReady } from './attacks/outage.mjs'
import { descriptorsLeft, longestComebackMs, longestGapMs, mbLeft, restMs } from './bounds.mjs'
import { checkByAsking } from './check-by-asking.mjs'
import { victimCount } from './fixtures.mjs'
import { inspect } from './inspect.mjs'
import { startLoad } from './load.mjs'
import { Probe } from './probe.mjs'

/**
 * What an attack is made with: it goes on until the instant `until`, in ms.
 * @typedef {{ port: number, random: import('./random.mjs').Random, until: number, postgres: import('./postgres.mjs').Postgres, smallDisk?: string }} Context
 *
 * @typedef {object} Attack
 * @property {string} name
 * @property {string[]} [databases] the only ones it is for
 * @property {number} [descriptors] the server may have so many files open
 * @property {boolean} [isOutage] of the database: tokens are refused while it lasts, and work goes on whose outcome is looked for
 * @property {boolean} [needsSmallDisk] the database's files must lie in a small file system
 * @property {(context: Context) => Promise<string[] | void>} run returns what it saw that should not be
 */

/** How often resources are looked at during an attack, in ms. */
const watchMs = 250

/** How long the server is left alone before it is measured and attacked, in ms: what it keeps for a second after its last request is closed. */
const quietMs = 2_000

/**
 * One attack while a probe asks for tokens and pages. The server must have been started with the descriptors that the attack wants.
 * @param {Attack} attack
 * @param {import('./set-up.mjs').SetUp} setUp
 * @param {{ ledger: import('./ledger.mjs').Ledger, random: import('./random.mjs').Random, seconds: number, smallDisk?: string }} options
 */
export async function attackPart(attack, setUp, { ledger, random, seconds, smallDisk }) {
  const { port } = setUp
  const postgres = /** @type {import('./postgres.mjs').Postgres} */ (setUp.postgres)
  /** @type {string[]} */ const problems = []
  const probe = new Probe(port)
  await sleep(quietMs)
  const before = setUp.server.resources()
  const worst = { ...before }
  const watch = setInterval(() => {
    const { descriptors, mb } = setUp.server.resources()
    worst.descriptors = Math.max(worst.descriptors, descriptors)
    worst.mb = Math.max(worst.mb, mb)
  }, watchMs)
  const untruthsBefore = new Map(ledger.untruths)
  const load = attack.isOutage ? startLoad({ name: attack.name, port, ledger, random: random.branch('load') }) : undefined

  const startedAt = Date.now()
  const until = startedAt + seconds * 1_000
  problems.push(...((await attack.run({ port, random, until, postgres, smallDisk })) ?? []))
  const endedAt = Date.now()

  const bound = attack.isOutage ? longestComebackMs : longestGapMs
  const back = await Promise.all([probe.firstAnswer('token', endedAt, bound), probe.firstAnswer('page', endedAt, bound)])
  clearInterval(watch)
  const isBack = back.every((at) => at !== undefined)
  if (attack.isOutage && isBack) problems.push(...(await observeReady(port)))
  await load?.pause()
  const after = await rested()
  // A page that does not come back is without service after the attack, too; an outage ends when the database is back.
  const servedTo = attack.isOutage ? endedAt : Date.now()
  const seenOf = (/** @type {import('./probe.mjs').Kind} */ kind) => ({
    ...probe.seen(kind, startedAt, endedAt),
    longestGap: probe.seen(kind, startedAt, servedTo).longestGap,
  })
  const seen = { token: seenOf('token'), page: seenOf('page') }
  await probe.stop()
  await load?.stop()
  if (load) {
    if (isBack) await checkByAsking(port, ledger).catch((error) => problems.push(error.message))
    await setUp.read((query) => inspect(query, ledger, victimCount))
  }
  judge()
  return { name: attack.name, seconds: (endedAt - startedAt) / 1_000, before, worst, after, seen, problems, isBack }

  /** Whether it has given back what it took; asked until it has, or the time to do so is up. */
  async function rested() {
    const deadline = Date.now() + restMs
    for (;;) {
      const now = setUp.server.resources()
      const isLow = now.descriptors <= descriptorsLeft(before.descriptors) && now.mb <= mbLeft(before.mb)
      if (isLow || Date.now() > deadline) return now
      await sleep(watchMs)
    }
  }

  function judge() {
    for (const [i, kind] of /** @type {const} */ (['token', 'page']).entries()) {
      const gap = seen[kind].longestGap
      if (back[i] === undefined) problems.push(`no ${kind} for ${bound / 1_000} s after it`)
      else if (!attack.isOutage && gap > bound) problems.push(`no ${kind} for ${(gap / 1_000).toFixed(1)} s`)
    }
    if (after.descriptors > descriptorsLeft(before.descriptors))
      problems.push(`${after.descriptors - before.descriptors} more descriptors are open`)
    if (after.mb > mbLeft(before.mb)) problems.push(`${(after.mb - before.mb).toFixed(0)} MB more are held`)
    if (!setUp.server.isRunning()) problems.push('the server has ended')
    for (const [what, times] of ledger.untruths) {
      const more = times - (untruthsBefore.get(what) ?? 0)
      if (more > 0) problems.push(`${what} (${more} times)`)
    }
  }
}

const sleep = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms))
