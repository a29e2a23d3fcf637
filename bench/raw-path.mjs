// `npm run bench:raw`: the look-up of tokens in three ways on one pool: Prisma's raw path, pg's own query, and the product's.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundle, ensureBuilt } from '../scripts/build.mjs'
import { openServer } from './database.mjs'
import { tokenOf } from './fixtures.mjs'
import { startInstance } from './instance.mjs'
import { results } from './program.mjs'
import { product } from './targets/product.mjs'

await ensureBuilt()
mkdirSync(results, { recursive: true })
const file = join(results, 'ways.mjs')
await bundle('bench/servers/ways.mjs', file)
const { open } = await import(pathToFileURL(file).href)

const postgres = await openServer({ durable: false })
const filled = await startInstance({ ...product, key: 'raw' }, 1_000, 4_455, postgres)
const { ways, close } = await open(filled.url)

console.log(`\n| CPU of this process, µs per look-up | ${[1, 8, 64].map((size) => `batch of ${size}`).join(' | ')} |\n|---|--:|--:|--:|`)
/** @type {Map<string, number[]>} */ const figures = new Map()
for (const size of [1, 8, 64]) {
  const batch = Array.from({ length: size }, (_, n) => tokenOf(n))
  for (let round = 0; round < 2; round++) {
    for (const [name, look] of Object.entries(ways)) {
      const runs = Math.ceil(3_000 / size)
      const before = process.cpuUsage()
      for (let i = 0; i < runs; i++) if ((await look(batch)) !== size) throw new Error(`${name} did not find all`)
      const { user, system } = process.cpuUsage(before)
      // The first round warms up.
      if (round === 1) figures.set(name, [...(figures.get(name) ?? []), (user + system) / runs / size])
    }
  }
}
for (const [name, us] of figures) console.log(`| ${name} | ${us.map((each) => each.toFixed(1)).join(' | ')} |`)
await close()
await filled.stop()
await postgres.stop()
