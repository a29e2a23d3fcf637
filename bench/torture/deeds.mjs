import { apiCaller } from './api.mjs'
import { askForToken, postForm, untruthIn } from './ask.mjs'
import { userValue } from './check-by-asking.mjs'
import { steady, steadyCount, victim, victimCount } from './fixtures.mjs'
import { sha256 } from './inspect.mjs'
import { anySecret } from './ledger.mjs'

/**
 * @typedef {() => Promise<boolean>} Deed asks for one thing and notes in the ledger what was acknowledged; false: nobody answered as wanted
 * @typedef {import('./ledger.mjs').Thing} Thing
 * @typedef {{ name: string, port: number, ledger: import('./ledger.mjs').Ledger, random: import('./random.mjs').Random }} Context `name` begins what it makes
 */

/** So many of the latest tokens are candidates for being revoked. */
const latestTokens = 1_000

/** Tokens: asked for, used and revoked. @returns {Deed} */
export function tokens(/** @type {Context} */ { port, ledger, random }) {
  const api = apiCaller(port)
  /** @type {{ thing: Thing, k: number }[]} */ const alive = []
  return async () => {
    const what = alive.length > 20 ? random.between(1, 10) : 10
    if (what === 1) return revoke(alive.splice(random.between(0, alive.length - 1), 1)[0])
    const k = random.between(0, steadyCount - 1)
    const answer = await answered('token', ledger, askForToken(port, steady(k).clientId, steady(k).secret, { agent: api.agent }), [200])
    if (!answer) return false
    const token = JSON.parse(answer.text).access_token
    const thing = ledger.intend('token', token, 'alive')
    ledger.acknowledge(thing, { id: token })
    alive.push({ thing, k })
    if (alive.length > latestTokens) alive.shift()
    return true
  }

  async function revoke(/** @type {{ thing: Thing, k: number }} */ { thing, k }) {
    ledger.intend('token', thing.key, 'dead')
    const { clientId, secret } = steady(k)
    const form = { client_id: clientId, client_secret: secret, token: thing.key }
    const answer = await answered('revocation', ledger, postForm(port, '/Auth/OAuth/Revoke', form, { agent: api.agent }), [200])
    if (answer) ledger.acknowledge(thing)
    return answer !== undefined
  }
}

/** Users: created with roles, renamed, given others. @returns {Deed} */
export function users(/** @type {Context} */ { name: prefix, port, ledger, random }) {
  const api = apiCaller(port)
  /** @type {{ id: string, kind: string, name: string }[]} */ let roles = []
  /** @type {Thing[]} */ const made = []
  let serial = 0
  return async () => {
    if (roles.length === 0) {
      const found = await answered('roles', ledger, api.call('GET', '/roles'), [200])
      roles = found ? JSON.parse(found.text).roles : []
      return found !== undefined
    }
    const n = ++serial
    const operational = random.pick([['Team Member'], ['Team Leader'], ['Team Leader', 'Team Member']])
    const builder = random.pick([[], ['Viewer'], ['User Manager', 'Viewer']])
    const ids = (/** @type {string[]} */ names) => names.map((name) => roles.find((role) => role.name === name)?.id)
    const given = { operational_role_ids: ids(operational), builder_role_ids: ids(builder) }
    const thing = settled(random, made)
    if (!thing || random.between(1, 3) === 1) {
      const email = `${prefix}-${n}@torture.example`
      const name = `Person ${n}`
      const created = ledger.intend('user', email, userValue({ name, operational_roles: operational, builder_roles: builder }))
      const answer = await answered('new user', ledger, api.call('POST', '/users', { name, email, ...given }), [201], api)
      if (!answer) return false
      ledger.acknowledge(created, { id: JSON.parse(answer.text).id })
      made.push(created)
      return true
    }
    const [name, held] = String(thing.value).split(': ')
    const isRenamed = random.between(0, 1) === 1
    const value = isRenamed ? `Person ${n}: ${held}` : userValue({ name, operational_roles: operational, builder_roles: builder })
    ledger.intend('user', thing.key, value)
    const patch = isRenamed ? { name: `Person ${n}` } : given
    return changed(ledger, thing, await answered('change of a user', ledger, api.call('PATCH', `/users/${thing.id}`, patch), [200], api))
  }
}

/** Tickets: created and moved on. @returns {Deed} */
export function tickets(/** @type {Context} */ { name: prefix, port, ledger, random }) {
  const api = apiCaller(port)
  /** @type {Thing[]} */ const made = []
  let serial = 0
  return async () => {
    const thing = settled(random, made)
    if (!thing || random.between(0, 1) === 1) {
      const title = `Torture ${prefix} ${++serial}`
      const created = ledger.intend('ticket', title, 'NEW')
      const answer = await answered('new ticket', ledger, api.call('POST', '/tickets', { title }), [201], api)
      if (!answer) return false
      ledger.acknowledge(created, { id: JSON.parse(answer.text).reference })
      made.push(created)
      return true
    }
    const status = random.pick(['NEW', 'IN_PROGRESS', 'CLOSED'])
    ledger.intend('ticket', thing.key, status)
    return changed(
      ledger,
      thing,
      await answered('change of a ticket', ledger, api.call('PATCH', `/tickets/${thing.id}`, { status }), [200], api),
    )
  }
}

/** Custom roles: created, described anew and deleted. @returns {Deed} */
export function roles(/** @type {Context} */ { name: prefix, port, ledger, random }) {
  const api = apiCaller(port)
  /** @type {Thing[]} */ const made = []
  let serial = 0
  return async () => {
    const n = ++serial
    const thing = settled(random, made)
    const what = random.between(1, 3)
    if (!thing || what === 1) {
      const role = { kind: 'OPERATIONAL', name: `Torture ${prefix} ${n}`, description: `as made ${n}`, features: ['tickets:read'] }
      const created = ledger.intend('role', role.name, role.description)
      const answer = await answered('new role', ledger, api.call('POST', '/roles', role), [201], api)
      if (!answer) return false
      ledger.acknowledge(created, { id: JSON.parse(answer.text).id })
      made.push(created)
      return true
    }
    const path = `/roles/${thing.id}`
    if (what === 2) {
      ledger.intend('role', thing.key, `as changed ${n}`)
      return changed(
        ledger,
        thing,
        await answered('change of a role', ledger, api.call('PATCH', path, { description: `as changed ${n}` }), [200], api),
      )
    }
    ledger.intend('role', thing.key, null)
    return changed(ledger, thing, await answered('deletion of a role', ledger, api.call('DELETE', path), [204], api))
  }
}

/** General Settings: the activity retention, changed. @returns {Deed} */
export function settings(/** @type {Context} */ { port, ledger, random }) {
  const api = apiCaller(port)
  /** @type {Thing | undefined} */ let thing
  return async () => {
    if (!thing) {
      const answer = await answered('settings', ledger, api.call('GET', '/settings'), [200], api)
      if (answer)
        thing = ledger.know('setting', 'activity_retention_days', String(JSON.parse(answer.text).activity_retention_days), 'settings')
      return answer !== undefined
    }
    const days = random.between(30, 365)
    ledger.intend('setting', thing.key, String(days))
    const answer = await answered(
      'change of settings',
      ledger,
      api.call('PATCH', '/settings', { activity_retention_days: days }),
      [200],
      api,
    )
    return changed(ledger, thing, answer)
  }
}

/**
 * Credentials, through Builder: created, regenerated and deleted.
 * @param {Context} context
 * @param {Awaited<ReturnType<typeof import('./builder.mjs').openBuilder>>} builder
 * @returns {Deed}
 */
export function credentials({ ledger, random }, builder) {
  const victims = Array.from({ length: victimCount }, (_, k) => {
    const { name, id, clientId, secret } = victim(k)
    const thing = ledger.know('credential', name, sha256(secret), id)
    return Object.assign(thing, { proof: { clientId, secret } })
  })
  let serial = 0
  return async () => {
    const thing = settled(random, victims)
    const what = random.between(1, 3)
    if (!thing || what === 1) {
      // Its secret is known only with the answer.
      const name = `Made ${++serial}`
      const made = ledger.intend('credential', name, anySecret)
      const result = await builder.create(name).catch(() => undefined)
      if (!result?.ok) return false
      ledger.acknowledge(made, { id: name, value: sha256(result.secret) })
      made.proof = { clientId: result.clientId, secret: result.secret }
      return true
    }
    if (what === 2) {
      ledger.intend('credential', thing.key, anySecret)
      const result = await builder.regenerate(String(thing.id)).catch(() => undefined)
      if (!result?.ok) return false
      ledger.acknowledge(thing, { value: sha256(result.secret) })
      thing.proof = { clientId: result.clientId, secret: result.secret }
      return true
    }
    ledger.intend('credential', thing.key, null)
    const result = await builder.remove(String(thing.id)).catch(() => undefined)
    if (!result?.ok) return false
    ledger.acknowledge(thing)
    return true
  }
}

/** One of these that is there and about which nothing is open; undefined when there is none. */
function settled(/** @type {import('./random.mjs').Random} */ random, /** @type {Thing[]} */ things) {
  const some = things.filter((thing) => thing.value !== null && thing.id && thing.pending.length === 0)
  return some.length > 0 ? random.pick(some) : undefined
}

function changed(
  /** @type {import('./ledger.mjs').Ledger} */ ledger,
  /** @type {Thing} */ thing,
  /** @type {import('./ask.mjs').Answer | undefined} */ answer,
) {
  if (answer) ledger.acknowledge(thing)
  return answer !== undefined
}

/**
 * The answer if it is one of the wanted; otherwise undefined, for it is not known whether the request was carried out. Answers that tell
 * an untruth are noted.
 * @param {string} what
 * @param {import('./ledger.mjs').Ledger} ledger
 * @param {Promise<import('./ask.mjs').Answer>} asking
 * @param {number[]} wanted
 * @param {import('./api.mjs').Api} [api]
 */
async function answered(what, ledger, asking, wanted, api) {
  const answer = await asking.catch(() => undefined)
  if (!answer || wanted.includes(answer.status)) return answer
  if (answer.status === 401) api?.renew()
  const untruth = untruthIn(answer)
  if (untruth) ledger.untruth(`${what}: ${untruth}`)
  return undefined
}
