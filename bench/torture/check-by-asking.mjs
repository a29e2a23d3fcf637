import { Agent } from 'node:http'
import { apiCaller } from './api.mjs'
import { ask, askForToken } from './ask.mjs'
import { sha256 } from './inspect.mjs'

/** So many of the newest of each kind are asked for after each kill. */
const newest = 40

const by = 'by the API'

/**
 * Asks the product itself for what it acknowledged last: tokens work or do not, and what was made is as it was made.
 * @param {number} port
 * @param {import('./ledger.mjs').Ledger} ledger
 * @param {number} [most] of each kind
 * @throws when an answer is missing: nothing can be said then
 */
export async function checkByAsking(port, ledger, most = newest) {
  const api = apiCaller(port)
  const agent = new Agent({ keepAlive: true })
  const recent = (/** @type {import('./ledger.mjs').Kind} */ kind) =>
    ledger
      .all(kind)
      .filter((thing) => !thing.asked && thing.id)
      .slice(-most)
  try {
    for (const thing of recent('token')) {
      const { status } = await ask(port, 'GET', '/api/v1/me', { agent, headers: { authorization: `Bearer ${thing.key}` } })
      compare(thing, status === 200 ? 'alive' : status === 401 ? 'dead' : undefined)
    }
    for (const thing of recent('user')) compare(thing, await shown(`/users/${thing.id}`, userValue))
    for (const thing of recent('ticket')) compare(thing, await shown(`/tickets/${thing.id}`, ({ status }) => status))
    for (const thing of recent('role')) compare(thing, await shown(`/roles/${thing.id}`, ({ description }) => description))
    for (const thing of recent('setting')) compare(thing, await shown('/settings', (all) => String(all.activity_retention_days)))
    for (const thing of recent('credential'))
      if (thing.proof && thing.value && thing.pending.length === 0) compare(thing, await worksWith(thing.proof))
  } finally {
    agent.destroy()
    api.close()
  }

  function compare(/** @type {import('./ledger.mjs').Thing} */ thing, /** @type {string | null | undefined} */ actual) {
    if (actual === undefined) throw new Error(`There was no answer about ${thing.kind} ${thing.key}`)
    ledger.compare(thing, actual, by)
    thing.asked = true
  }

  async function shown(/** @type {string} */ path, /** @type {(body: any) => string} */ value) {
    const { status, text } = await api.call('GET', path)
    if (status === 404) return null
    return status === 200 ? value(JSON.parse(text)) : undefined
  }

  /** Its secret works. A wrong one is never tried: that would count as an attack, and throttle this address. */
  async function worksWith(/** @type {{ clientId: string, secret: string }} */ { clientId, secret }) {
    const { status } = await askForToken(port, clientId, secret, { agent })
    return status === 200 ? sha256(secret) : status === 401 ? 'refused' : undefined
  }
}

/** A user as the ledger has them. */
export const userValue = (/** @type {any} */ { name, operational_roles, builder_roles }) =>
  `${name}: ${[...operational_roles, ...builder_roles].sort().join(', ')}`
