/**
 * @typedef {'token' | 'user' | 'ticket' | 'role' | 'setting' | 'credential'} Kind
 * @typedef {object} Thing something the server has acknowledged, or was asked for without an answer
 * @property {Kind} kind
 * @property {string} key what it is called in the database
 * @property {string} [id] what it is called in the API
 * @property {string | null} value as it was acknowledged; null: it is not there
 * @property {{ value: string | null }} [pending] what it has become if the request that nobody answered was carried out
 * @property {{ clientId: string, secret: string }} [proof] of a credential: what its holder presents
 * @property {boolean} asked the API has shown it since it changed
 * @property {boolean} read the database has shown it since it changed
 */

/** What a credential's secret has become if the answer that tells it did not come. */
export const anySecret = 'any secret'

/** Everything the server has acknowledged, to be looked for later. */
export class Ledger {
  /** How many deeds were acknowledged. */
  acknowledged = 0
  /** What was acknowledged and is not so. @type {string[]} */
  lost = []
  /** What exists in part only. @type {Set<string>} */
  halfMade = new Set()
  /** Answers that should not have been given, and how often. @type {Map<string, number>} */
  untruths = new Map()
  /** @type {Map<string, Thing>} */ #things = new Map()

  /** Before a request is sent: what it asks for. @returns {Thing} */
  intend(/** @type {Kind} */ kind, /** @type {string} */ key, /** @type {string | null} */ value) {
    const thing = this.#things.get(`${kind} ${key}`) ?? { kind, key, value: null, asked: true, read: true }
    this.#things.set(`${kind} ${key}`, thing)
    Object.assign(thing, { pending: { value }, asked: false, read: false })
    return thing
  }

  /** The request was answered: it is done. */
  acknowledge(/** @type {Thing} */ thing, /** @type {string | undefined} */ id = undefined) {
    this.acknowledged++
    this.#settle(thing, thing.pending?.value ?? null)
    thing.id ??= id
  }

  /** What is known to be there without having been asked for. */
  know(/** @type {Kind} */ kind, /** @type {string} */ key, /** @type {string} */ value, /** @type {string | undefined} */ id = undefined) {
    const thing = this.intend(kind, key, value)
    this.#settle(thing, value)
    thing.id = id
    return thing
  }

  /** Everything of a kind. */
  all(/** @type {Kind} */ kind) {
    return [...this.#things.values()].filter((thing) => thing.kind === kind)
  }

  /** Compares a thing with what was found; an unanswered request may have been carried out or not, and from now on that is known. */
  compare(/** @type {Thing} */ thing, /** @type {string | null} */ actual, /** @type {string} */ where) {
    const { value, pending } = thing
    const wasCarriedOut = pending && (actual === pending.value || (pending.value === anySecret && actual !== null))
    if (actual !== value && !wasCarriedOut)
      this.lost.push(`${thing.kind} ${shown(thing)} is ${actual ?? 'not there'} instead of ${value ?? 'gone'} ${where}`)
    // Nobody was told the secret it has now.
    if (thing.kind === 'credential' && actual !== value) thing.proof = undefined
    this.#settle(thing, actual)
  }

  /** Notes an answer that should not have been given. */
  untruth(/** @type {string} */ what) {
    this.untruths.set(what, (this.untruths.get(what) ?? 0) + 1)
  }

  #settle(/** @type {Thing} */ thing, /** @type {string | null} */ value) {
    thing.value = value
    thing.pending = undefined
  }
}

const shown = (/** @type {Thing} */ { kind, key }) => (kind === 'token' ? `…${key.slice(-4)}` : key)
