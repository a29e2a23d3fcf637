import { parseArgs } from 'node:util'
import { attacks } from './attacks.mjs'

const databases = /** @type {const} */ (['postgres', 'pglite'])
const parts = ['kills', ...attacks.map(({ name }) => name)]

const help = `npm run torture -- [options]
  --seconds   How long it kills and attacks, in all; starts and rests come on top. Default: 120
  --database  postgres, pglite or both. Default: both
  --only      ${parts.join(',')}. Default: all
  --kills     So many kills on each database, however long they take. Default: as many as there is time for
  --seed      A number: the same kills at the same moments. Default: another one each time; it is printed`

/** What the command line asks for; says what there is and ends the process when it is not understood. */
export function readOptions(/** @type {string[]} */ words) {
  try {
    return parse(words)
  } catch (error) {
    const { message } = /** @type {Error} */ (error)
    console.error(message ? `${message}\n\n${help}` : help)
    process.exit(message ? 1 : 0)
  }
}

function parse(/** @type {string[]} */ words) {
  const text = { type: /** @type {const} */ ('string') }
  const { values } = parseArgs({
    args: words,
    options: { seconds: text, database: text, only: text, kills: text, seed: text, help: { type: 'boolean' } },
  })
  if (values.help) throw new Error('')
  const { database = 'both' } = values
  const only = values.only?.split(',') ?? parts
  const unknown = only.find((name) => !parts.includes(name))
  if (unknown) throw new Error(`There is no ${unknown}.`)
  const chosen = databases.filter((name) => database === 'both' || database === name)
  if (chosen.length === 0) throw new Error(`There is no database ${database}.`)
  return {
    seconds: positive(values.seconds ?? '120'),
    databases: chosen,
    only,
    kills: values.kills ? positive(values.kills) : undefined,
    seed: values.seed ? positive(values.seed) : Date.now() % 1_000_000,
  }
}

function positive(/** @type {string} */ text) {
  const number = Number(text)
  if (!(Number.isInteger(number) && number > 0)) throw new Error(`${text} is not a positive whole number.`)
  return number
}
