// `npm run bench:soak -- [minutes]`: mixed load on the product, for ten minutes unless told otherwise, while its memory is watched.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { servingProcess } from './cpu.mjs'
import { openServer } from './database.mjs'
import { startInstance } from './instance.mjs'
import { closedLoop } from './load/closed-loop.mjs'
import { heapUsedMb, residentMb } from './memory.mjs'
import { results } from './program.mjs'
import { requester } from './scenarios.mjs'
import { product } from './targets/product.mjs'

const minutes = Number(process.argv[2] ?? 10)
const everySeconds = 10

const postgres = await openServer({ durable: false })
// Housekeeping and the cap are at work as with every installation.
const watched = { ...product, key: 'soak', words: ['--import', './bench/servers/report-heap.mjs', ...product.words] }
const instance = await startInstance(watched, 1_000, 4_440, postgres)
const serving = servingProcess(instance.pid)

/** @typedef {{ seconds: number, rssMb: number, heapUsedMb: number }} Sample */
/** @type {Sample[]} */ const samples = []
const start = performance.now()
let requests = 0
let issuedAll = 0
let lost = 0
/** @type {Record<string, number>} */ const errors = {}
while (performance.now() - start < minutes * 60_000) {
  /** @type {string[]} */ const issued = []
  const requesters = Array.from({ length: 16 }, () => requester('mixed', product, instance.fill, issued))
  const outcome = await closedLoop(instance.port, requesters, everySeconds)
  requests += outcome.latencies.length
  for (const [problem, times] of outcome.errors) errors[problem] = (errors[problem] ?? 0) + times
  issuedAll += issued.length
  lost += (await instance.lost(issued)) ?? 0
  const sample = {
    seconds: (performance.now() - start) / 1000,
    rssMb: residentMb(serving),
    heapUsedMb: await heapUsedMb(serving),
  }
  samples.push(sample)
  console.log(
    `${sample.seconds.toFixed(0).padStart(5)} s  ${requests} requests  RSS ${sample.rssMb.toFixed(1)} MB  heap ${sample.heapUsedMb.toFixed(1)} MB`,
  )
}
await instance.stop()
await postgres.stop()

/** Least squares over the second half, when everything is warm: MB per hour. */
function slope(/** @type {(sample: Sample) => number} */ pick) {
  const late = samples.slice(samples.length >> 1)
  const mean = (/** @type {(sample: Sample) => number} */ of) => late.reduce((sum, sample) => sum + of(sample), 0) / late.length
  const [x, y] = [mean((sample) => sample.seconds), mean(pick)]
  const above = late.reduce((sum, sample) => sum + (sample.seconds - x) * (pick(sample) - y), 0)
  return (above / late.reduce((sum, sample) => sum + (sample.seconds - x) ** 2, 0)) * 3600
}

const summary = {
  minutes,
  requests,
  issued: issuedAll,
  lost,
  errors,
  rssMbPerHour: slope((sample) => sample.rssMb),
  heapUsedMbPerHour: slope((sample) => sample.heapUsedMb),
}
mkdirSync(results, { recursive: true })
writeFileSync(join(results, 'soak.json'), `${JSON.stringify({ summary, samples }, null, 1)}\n`)
console.log(summary, '\nWritten to bench/results/soak.json')
process.exitCode = lost > 0 || Object.keys(errors).length > 0 ? 1 : 0
