import { parseArgs } from 'node:util'
import { scenarioNames } from './scenarios.mjs'
import { baseline } from './targets/product.mjs'
import { productEmbedded } from './targets/product-embedded.mjs'
import { targets, usual } from './targets.mjs'

const help = `npm run bench -- [options]
  --scenarios    ${scenarioNames.join(',')}; with -half: at half the rate reached without it (mixed-half). Default: all
  --connections  Numbers of connections, e.g. 1,16,64. Default: 16
  --targets      ${targets.map(({ key }) => key).join(',')}. Default: ${usual.map(({ key }) => key).join(',')}
  --rounds       How often each is measured, taking turns. Default: 2
  --seconds      How long each time, after a second and a half that does not count. Default: 1
  --sessions     Live sessions in the store, e.g. 1000,1000000. Default: 1000
  --busy         How many of them are in use. Default: all
  --embedded     Also the product on its embedded database
  --baseline     A folder with another, built checkout of the product, measured as well
  --durable      PostgreSQL with fsync and synchronous commits. Default: without, which is about CPU and not about the disk
  --port         The first of the ports to use. Default: 4400
  --name         Names the files in bench/results. Default: the time`

/** What the command line asks for; says what there is and ends the process when it is not understood. */
export function readOptions(/** @type {string[]} */ words) {
  try {
    return parse(words)
  } catch (error) {
    console.error(`${/** @type {Error} */ (error).message}\n\n${help}`)
    process.exit(1)
  }
}

function parse(/** @type {string[]} */ words) {
  const text = { type: /** @type {const} */ ('string') }
  const flag = { type: /** @type {const} */ ('boolean'), default: false }
  const options = {
    scenarios: text,
    connections: text,
    targets: text,
    rounds: text,
    seconds: text,
    sessions: text,
    busy: text,
    port: text,
    name: text,
    baseline: text,
  }
  const { values } = parseArgs({ args: words, options: { ...options, embedded: flag, durable: flag, help: flag } })
  if (values.help) throw new Error('Measures the product against its peers.')
  const scenarios = values.scenarios ? list(values.scenarios) : scenarioNames
  const unknown = scenarios.find((name) => !scenarioNames.includes(name.replace(/-half$/, '')))
  if (unknown) throw new Error(`There is no scenario ${unknown}.`)
  return {
    scenarios,
    connections: list(values.connections ?? '16').map(positive),
    targets: [
      ...(values.targets ? list(values.targets).map(byKey) : usual),
      ...(values.embedded ? [productEmbedded] : []),
      ...(values.baseline ? [baseline(values.baseline)] : []),
    ],
    rounds: positive(values.rounds ?? '2'),
    seconds: positive(values.seconds ?? '1'),
    sessions: list(values.sessions ?? '1000').map(positive),
    busy: values.busy ? positive(values.busy) : undefined,
    port: positive(values.port ?? '4400'),
    name: values.name ?? new Date().toISOString().slice(0, 19).replaceAll(':', '-'),
    durable: values.durable,
  }
}

const list = (/** @type {string} */ text) => text.split(',').map((part) => part.trim())

function positive(/** @type {string} */ text) {
  const number = Number(text.replaceAll('_', ''))
  if (!(number > 0)) throw new Error(`${text} is not a positive number.`)
  return number
}

function byKey(/** @type {string} */ key) {
  const found = targets.find((target) => target.key === key)
  if (!found) throw new Error(`There is no target ${key}.`)
  return found
}
