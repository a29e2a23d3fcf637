// `npm run bench`: the product against its peers and against the least that could be done. See README.md.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { ensureGenerated, ensureInstalled } from '../scripts/install.mjs'
import { ensurePeers, versionOf } from './install.mjs'
import { results } from './program.mjs'

await ensureInstalled()
await ensureGenerated()
await ensurePeers()
// These need the dependencies, so they cannot be loaded earlier.
const { openServer } = await import('./database.mjs')
const { startInstance } = await import('./instance.mjs')
const { readOptions } = await import('./options.mjs')
const { markdown } = await import('./report.mjs')
const { allRounds } = await import('./rounds.mjs')

const options = readOptions(process.argv.slice(2))
const postgres = await openServer(options)
/** @type {import('./instance.mjs').Instance[]} */ const instances = []
for (const sessions of options.sessions) {
  for (const target of options.targets) {
    console.log(`Starting ${target.name} with ${sessions.toLocaleString('en')} sessions …`)
    instances.push(await startInstance(target, sessions, options.port + instances.length, postgres, options.busy))
  }
}
const rows = await allRounds(instances, options, postgres)
for (const instance of instances) await instance.stop()
await postgres.stop()

const packages = ['next', ...new Set(options.targets.flatMap((target) => target.packages ?? []))]
const conditions = {
  Date: new Date().toISOString(),
  Machine: `${cpus().length} × ${cpus()[0]?.model}; server, PostgreSQL and load generator share it`,
  'Node.js': process.version,
  PostgreSQL: `${postgres.version}, ${postgres.fsync ? 'durable' : 'fsync off'}; 10 connections for each target`,
  Versions: packages.map((name) => `${name} ${versionOf(name)}`).join(', '),
  Measured: `${options.rounds} rounds of ${options.seconds} s, taking turns; medians`,
  Command: `npm run bench -- ${process.argv.slice(2).join(' ')}`,
}
const names = Object.fromEntries(options.targets.map(({ key, name }) => [key, name]))
mkdirSync(results, { recursive: true })
const file = join(results, options.name)
writeFileSync(`${file}.json`, `${JSON.stringify({ conditions, names, rows }, null, 1)}\n`)
writeFileSync(`${file}.md`, markdown({ conditions, names, rows }))
console.log(`\n${markdown({ conditions, names, rows })}\nWritten to bench/results/${options.name}.md and .json`)
process.exitCode = rows.some((row) => row.lost || Object.keys(row.errors).length > 0) ? 1 : 0
