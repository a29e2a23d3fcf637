// `npm run bench:raw`: the look-up of tokens in three ways on one pool: Prisma's raw path, pg's own query, and the product's.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundle, ensureBuilt } from '../scripts/build.mjs'
import { openServer } from './database.mjs'
import { tokenOf } from './fixtures.mjs'
import { startInstance } from './instance.mjs'
import { median } from './load/outcome.mjs'
import { root } from './program.mjs'
import { product } from './targets/product.mjs'

await ensureBuilt()
// Beside the product's own bundle, so that it finds the product's packages and not the benchmark's.
const file = join(root, 'dist/ways.mjs')
await bundle('bench/servers/ways.mjs', file)
const { open } = await import(pathToFileURL(file).href)

const postgres = await openServer({ durable: false })
const filled = await startInstance({ ...product, key: 'raw' }, 1_000, 4_455, postgres)
const { ways, close } = await open(filled.database?.url)

const sizes = [1, 8, 64]
console.log(`\n| CPU of this process, µs per look-up | ${sizes.map((size) => `batch of ${size}`).join(' | ')} |\n|---|--:|--:|--:|`)
/** @type {Map<string, string[]>} */ const figures = new Map()
for (const size of sizes) {
  const batch = Array.from({ length: size }, (_, n) => tokenOf(n))
  /** @type {Map<string, number[]>} */ const rounds = new Map()
  // They take turns; the first round warms up.
  for (let round = 0; round < 6; round++) {
    for (const [name, look] of Object.entries(ways)) {
      const runs = Math.ceil(6_000 / size)
      const before = process.cpuUsage()
      for (let i = 0; i < runs; i++) if ((await look(batch)) !== size) throw new Error(`${name} did not find all`)
      const { user, system } = process.cpuUsage(before)
      if (round > 0) rounds.set(name, [...(rounds.get(name) ?? []), (user + system) / runs / size])
    }
  }
  for (const [name, us] of rounds) figures.set(name, [...(figures.get(name) ?? []), Number(median(us)).toFixed(1)])
}
for (const [name, us] of figures) console.log(`| ${name} | ${us.join(' | ')} |`)
await close()
await filled.stop()
await postgres.stop()
