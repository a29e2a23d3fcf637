import * as deeds from './deeds.mjs'

/** Pauses between two deeds of one doer, and after one that did not succeed, in ms. */
const betweenTokens = [2, 12]
const betweenDeeds = [20, 120]
const afterFailure = [50, 150]

/** @typedef {ReturnType<typeof startLoad>} Load */

/**
 * Programs and people at work: each does one thing after the other, and what is acknowledged goes into the ledger.
 * @param {import('./deeds.mjs').Context} context
 * @param {import('./deeds.mjs').Deed[]} more
 */
export function startLoad({ name, port, ledger, random }, more = []) {
  const context = (/** @type {string} */ doer) => ({ name, port, ledger, random: random.branch(doer) })
  const doers = [
    ...Array.from({ length: 4 }, (_, i) => ({ deed: deeds.tokens(context(`tokens ${i}`)), pause: betweenTokens })),
    ...[deeds.users, deeds.tickets, deeds.roles, deeds.settings].map((doer) => ({ deed: doer(context(doer.name)), pause: betweenDeeds })),
    ...more.map((deed) => ({ deed, pause: betweenDeeds })),
  ]
  let isStopped = false
  let isPaused = false
  let busy = 0
  const pauses = random.branch('pauses')
  const sleep = (/** @type {number[]} */ [from, to]) => new Promise((resolve) => setTimeout(resolve, pauses.between(from, to)))
  const running = doers.map(async ({ deed, pause }) => {
    while (!isStopped) {
      let done = true
      if (!isPaused) {
        busy++
        done = await deed().finally(() => busy--)
      }
      await sleep(done ? pause : afterFailure)
    }
  })
  return {
    /** Resolves when everything asked for is answered, or given up; nothing is asked for until it is resumed. */
    async pause() {
      isPaused = true
      while (busy > 0) await new Promise((resolve) => setTimeout(resolve, 5))
    },
    resume() {
      isPaused = false
    },
    async stop() {
      isStopped = true
      await Promise.all(running)
    },
  }
}
