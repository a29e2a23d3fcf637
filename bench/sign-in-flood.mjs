// `node bench/sign-in-flood.mjs [rounds]`: what 50 people, or one attacker, who sign in without a pause do to programs that want tokens.
// Beside it, taking turns: nothing, and an unrelated process that burns as many threads as hash passwords.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { connect } from 'node:net'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openServer } from './database.mjs'
import { startInstance } from './instance.mjs'
import { openLoop } from './load/open-loop.mjs'
import { median, quantile } from './load/outcome.mjs'
import { here } from './program.mjs'
import { requester } from './scenarios.mjs'
import { product } from './targets/product.mjs'
import { productEmbedded } from './targets/product-embedded.mjs'

const rounds = Number(process.argv[2] ?? 10)
const seconds = 4
const people = 50
const tokensPerSecond = 100
const port = 4_460
const base = `http://127.0.0.1:${port}`
/** As many as hash (lib/users/password-threads.ts). */
const threads = Math.max(1, Math.min(4, availableParallelism() - 1))

let addresses = 0
/** Everybody comes from an address of their own through a proxy, so that no limit but the one for all of them counts. */
const proxied = () => {
  addresses += 1
  return { 'x-forwarded-for': `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`, 'x-forwarded-proto': 'https' }
}

/** Signs in with a wrong password, over and over, until told to stop; counts answers by status. */
async function flood(/** @type {AbortSignal} */ signal, /** @type {Map<number, number>} */ statuses) {
  const first = await fetch(`${base}/api/auth/csrf`, { headers: proxied() })
  const cookie = first.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const { csrfToken } = await first.json()
  while (!signal.aborted) {
    const body = new URLSearchParams({ email: 'bench@example.com', password: 'wrong', csrfToken, json: 'true' })
    const response = await fetch(`${base}/api/auth/callback/credentials`, { method: 'POST', body, headers: { cookie, ...proxied() } })
    await response.text()
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
  }
}

/** Burns threads in a process that has nothing to do with the server. */
function burn() {
  const burners = Array.from({ length: threads }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }))
  return async () => {
    for (const burner of burners) {
      burner.kill('SIGKILL')
      await once(burner, 'exit')
    }
  }
}

/** How late an event loop was since it was last asked, in ms. */
async function eventLoopDelay(/** @type {string} */ folder, /** @type {string} */ kind) {
  const socket = connect(join(folder, kind))
  let text = ''
  for await (const chunk of socket) text += chunk
  return /** @type {{ p50: number, p99: number, max: number }} */ (JSON.parse(text))
}

async function measure(/** @type {any} */ target, /** @type {string} */ answering, /** @type {any} */ postgres) {
  const folder = mkdtempSync(join(tmpdir(), 'delay-'))
  const env = (/** @type {any} */ fill) => ({
    ...target.env(fill),
    TRUST_PROXY: '1',
    EVENT_LOOP_DELAY: folder,
    NODE_OPTIONS: `--import=${join(here, 'load/event-loop-delay.mjs')}`,
  })
  const instance = await startInstance({ ...target, key: `flood-${target.key}`, env }, 1_000, port, postgres)
  /** @type {Record<string, { p99: number[], max: number[], token: number[] }>} */ const figures = {}
  /** @type {Map<number, number>} */ const statuses = new Map()
  const during = async (/** @type {string} */ name, /** @type {boolean} */ isCounted) => {
    await eventLoopDelay(folder, answering)
    const requesters = Array.from({ length: 8 }, () => requester('issue', target, instance.fill, []))
    const { latencies, errors } = await openLoop(port, requesters, seconds, tokensPerSecond)
    const { p99, max } = await eventLoopDelay(folder, answering)
    if (errors.size > 0) console.error(name, errors)
    if (!isCounted) return
    latencies.sort((a, b) => a - b)
    figures[name] ??= { p99: [], max: [], token: [] }
    figures[name].p99.push(p99)
    figures[name].max.push(max)
    figures[name].token.push(quantile(latencies, 0.99))
  }
  for (let round = 0; round <= rounds; round++) {
    // The first one warms up.
    const isCounted = round > 0
    await during('quiet', isCounted)
    const stopBurning = burn()
    await during('burner', isCounted)
    await stopBurning()
    const stop = new AbortController()
    const flooding = Promise.all(Array.from({ length: people }, () => flood(stop.signal, statuses)))
    await delay(300)
    await during('sign-ins', isCounted)
    stop.abort()
    await flooding
  }
  await instance.stop()
  console.log(`\n${target.name}: ${rounds} rounds of ${seconds} s, ${tokensPerSecond} token requests/s, ms (median of rounds, and their range)\n`)
  console.log('| beside the token requests | event-loop delay p99 | event-loop delay max | token p99 |\n|---|--:|--:|--:|')
  const shown = (/** @type {number[]} */ all) => `${Number(median(all)).toFixed(1)} (${Math.min(...all).toFixed(1)}–${Math.max(...all).toFixed(1)})`
  for (const [name, { p99, max, token }] of Object.entries(figures)) console.log(`| ${name} | ${shown(p99)} | ${shown(max)} | ${shown(token)} |`)
  const ratios = figures['sign-ins'].p99.map((p99, i) => p99 / figures.burner.p99[i])
  console.log(`\np99 of the event-loop delay, sign-ins against burner, round by round: ${shown(ratios)}. Answers to sign-ins:`, statuses)
}

const postgres = await openServer({ durable: false })
await measure(productEmbedded, 'main', postgres)
await measure(product, 'machines', postgres)
await postgres.stop()
