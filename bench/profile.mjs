// `npm run bench:profile -- [scenario] [connections] [seconds]`: the product's fast lane under V8's profiler, and where its time goes.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { servingProcess } from './cpu.mjs'
import { openServer } from './database.mjs'
import { startInstance } from './instance.mjs'
import { closedLoop } from './load/closed-loop.mjs'
import { results, root } from './program.mjs'
import { requester } from './scenarios.mjs'
import { product } from './targets/product.mjs'

const [scenario = 'check', connections = '16', seconds = '8'] = process.argv.slice(2)
const folder = join(results, 'profile')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })

const postgres = await openServer({ durable: false })
const profiled = {
  ...product,
  words: ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=200', '--enable-source-maps', ...product.words],
}
const instance = await startInstance(profiled, 1_000, 4_445, postgres)
const serving = servingProcess(instance.pid)
const requesters = Array.from({ length: Number(connections) }, () => requester(scenario, product, instance.fill, []))
const { latencies } = await closedLoop(instance.port, requesters, Number(seconds))
// The profile is written when the server ends.
await instance.stop()
await postgres.stop()

/** @typedef {{ id: number, callFrame: { functionName: string, url: string, lineNumber: number } }} Node */
const file = readdirSync(folder).find((name) => name.includes(`.${serving}.`))
const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, `${file}`), 'utf8'))
/** @type {Map<number, Node>} */ const byId = new Map(nodes.map((/** @type {Node} */ node) => [node.id, node]))

// Only the time under load: the start of the server is not what is asked for.
const loadUs = latencies.length > 0 ? Number(seconds) * 1e6 : 0
let left = loadUs
/** @type {Map<string, number>} */ const byFunction = new Map()
/** @type {Map<string, number>} */ const byPackage = new Map()
let busy = 0
for (let i = samples.length - 1; i >= 0 && left > 0; i--) {
  left -= timeDeltas[i]
  const { functionName, url, lineNumber } = /** @type {Node} */ (byId.get(samples[i])).callFrame
  if (functionName === '(idle)') continue
  busy += timeDeltas[i]
  const where = packageOf(functionName, url)
  add(byPackage, where, timeDeltas[i])
  add(byFunction, `${functionName || '(anonymous)'} – ${where} ${url.split('/').at(-1)}:${lineNumber + 1}`, timeDeltas[i])
}

function add(/** @type {Map<string, number>} */ sums, /** @type {string} */ key, /** @type {number} */ us) {
  sums.set(key, (sums.get(key) ?? 0) + us)
}

function packageOf(/** @type {string} */ functionName, /** @type {string} */ url) {
  if (url === '') return functionName.startsWith('(') ? `V8 ${functionName}` : 'V8 and native'
  if (url.startsWith('node:')) return `node:${url.slice(5).split('/').slice(0, 2).join('/')}`
  const path = relative(root, url.startsWith('file:') ? fileURLToPath(url) : url)
  return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'product'
}

function top(/** @type {Map<string, number>} */ sums, /** @type {number} */ count) {
  const rows = [...sums].sort((a, b) => b[1] - a[1]).slice(0, count)
  return rows.map(([name, us]) => `| ${name} | ${((us / busy) * 100).toFixed(1)} % | ${(us / latencies.length).toFixed(1)} |`).join('\n')
}

console.log(
  `\n${scenario}, ${connections} connections: ${latencies.length} requests, ${(busy / latencies.length).toFixed(0)} µs each in JavaScript's thread\n`,
)
console.log(`| where | share | µs per request |\n|---|--:|--:|\n${top(byPackage, 25)}\n`)
console.log(`| function (self time) | share | µs per request |\n|---|--:|--:|\n${top(byFunction, 45)}`)
