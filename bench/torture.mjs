// `npm run torture`: the product under kills, attacks and outages of its database. Two minutes unless told otherwise.
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from '../scripts/build.mjs'
import { results } from './program.mjs'
import { torture } from './torture/database.mjs'
import { logFile } from './torture/log-file.mjs'
import { readOptions } from './torture/options.mjs'
import { seeded } from './torture/random.mjs'
import { runWithOwnMounts } from './torture/small-disk.mjs'

const { seconds, databases, only, kills, seed } = readOptions(process.argv.slice(2))
const code = await runWithOwnMounts()
if (code !== undefined) process.exit(code)
// In order: then nothing that was started here outlives it.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

await ensureBuilt()
const logs = join(logFile('any'), '..')
for (const name of readdirSync(logs)) if (name.startsWith('torture-')) rmSync(join(logs, name))
console.log(`Torture with seed ${seed}; times in ms, the server's output in ${join(results, 'logs')}\n`)

/** @type {string[]} */ const summaries = []
/** @type {string[]} */ const problems = []
for (const database of databases) {
  const options = { only, seconds: seconds / databases.length, kills, random: seeded(seed).branch(database) }
  const result = await torture(database, options)
  summaries.push(result.summary)
  problems.push(...result.problems)
}
console.log([...summaries, ...problems.map((problem) => `  FAILED ${problem}`)].join('\n'))
process.exit(problems.length > 0 ? 1 : 0)
