import { clientId, tokenOf } from './fixtures.mjs'

/** Checks that follow each token in the mixed scenario. */
const checksPerToken = 20

/**
 * @typedef {{ request: string, check: (answer: { status: number, body: string }) => string | undefined }} Exchange a request, and what
 *   is wrong with its answer
 * @typedef {() => Exchange} Next
 */

/** The scenarios by name. With `-half` after it: at half the rate that the same target reached in the scenario without it. */
export const scenarioNames = ['issue', 'check', 'introspect', 'mixed']

/**
 * What one connection asks for, one request after the other.
 * @param {string} scenario
 * @param {import('./targets.mjs').Target} target
 * @param {import('./fixtures.mjs').Fill} fill
 * @param {string[]} issued gets every token that is answered
 * @returns {Next}
 */
export function requester(scenario, target, fill, issued) {
  if (scenario === 'issue') return () => issue(target, below(fill.active), issued)
  if (scenario === 'check') return () => check(target, ...someSession(fill, fill.credentials))
  if (scenario === 'introspect') return () => introspect(target, ...someSession(fill, fill.active))
  if (scenario !== 'mixed') throw new Error(`There is no scenario ${scenario}: there are ${scenarioNames.join(', ')}`)
  let left = 0
  let k = 0
  let token = ''
  return () => {
    if (left-- > 0) return check(target, k, token)
    k = below(fill.active)
    left = 0
    return issue(target, k, issued, (answered) => {
      token = answered
      left = checksPerToken
    })
  }
}

const below = (/** @type {number} */ n) => Math.floor(Math.random() * n)

/**
 * A prefilled session of one of the first `clients` clients. If not all sessions are busy, those that are belong to as many clients as are
 * active, or more where it takes more, and lie far from each other in the store.
 * @returns {[k: number, token: string]}
 */
function someSession(/** @type {import('./fixtures.mjs').Fill} */ fill, /** @type {number} */ clients) {
  const { sessions, credentials, active, busy } = fill
  const each = Math.floor(sessions / credentials)
  const from = Math.min(clients, Math.max(active, Math.ceil(busy / each)))
  const used = Math.max(1, Math.min(each, Math.round(busy / from)))
  const k = below(from) * Math.floor(clients / from)
  return [k, tokenOf(k + credentials * below(used) * Math.floor(each / used))]
}

/** @returns {Exchange} */
function issue(
  /** @type {import('./targets.mjs').Target} */ target,
  /** @type {number} */ k,
  /** @type {string[]} */ issued,
  /** @type {(token: string) => void} */ then = () => {},
) {
  return {
    request: target.issue(k),
    check: judge((body) => {
      const { access_token: token, token_type: type, expires_in: lifetime } = body
      if (typeof token !== 'string' || token.length < 20 || type !== 'Bearer' || !(lifetime > 0)) return 'no bearer token in the answer'
      issued.push(token)
      then(token)
    }),
  }
}

/** @returns {Exchange} */
function check(/** @type {import('./targets.mjs').Target} */ target, /** @type {number} */ k, /** @type {string} */ token) {
  return {
    request: target.check(token),
    check: judge((body) => (target.whose(body) === target.named(clientId(k)) ? undefined : "not the token's client in the answer")),
  }
}

/** @returns {Exchange} */
function introspect(/** @type {import('./targets.mjs').Target} */ target, /** @type {number} */ k, /** @type {string} */ token) {
  if (!target.introspect) throw new Error(`${target.name} has no introspection`)
  return {
    request: target.introspect(k, token),
    check: judge((body) => (body.active === true && body.client_id === clientId(k) ? undefined : 'not active, or of another client')),
  }
}

function judge(/** @type {(body: any) => string | undefined} */ content) {
  return (/** @type {{ status: number, body: string }} */ { status, body }) => {
    if (status !== 200) return `status ${status}: ${body.slice(0, 200)}`
    try {
      return content(JSON.parse(body))
    } catch {
      return `not JSON: ${body.slice(0, 100)}`
    }
  }
}
