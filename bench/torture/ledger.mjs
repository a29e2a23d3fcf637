/**
 * @typedef {'token' | 'user' | 'ticket' | 'role' | 'setting' | 'credential'} Kind
 * @typedef {object} Thing something the server has acknowledged, or was asked for without an answer
 * @property {Kind} kind
 * @property {string} key what it is called in the database
 * @property {string} [id] what it is called in the API
 * @property {string | null} value as it was acknowledged; null: it is not there
 * @property {(string | null)[]} pending what it may have become, if requests that nobody answered were carried out
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
    const thing = this.#thing(kind, key)
    thing.pending.push(value)
    return Object.assign(thing, { asked: false, read: false })
  }

  /** The request was answered: what it asked for last is done, or what the answer says. */
  acknowledge(
    /** @type {Thing} */ thing,
    /** @type {{ id?: string, value?: string | null }} */ { id, value = thing.pending.at(-1) ?? null } = {},
  ) {
    this.acknowledged++
    thing.id ??= id
    settle(thing, value)
  }

  /** What is known to be there without having been asked for. */
  know(/** @type {Kind} */ kind, /** @type {string} */ key, /** @type {string} */ value, /** @type {string} */ id) {
    const thing = this.#thing(kind, key)
    settle(thing, value)
    return Object.assign(thing, { id })
  }

  /** Everything of a kind. */
  all(/** @type {Kind} */ kind) {
    return [...this.#things.values()].filter((thing) => thing.kind === kind)
  }

  /** Compares a thing with what was found; an unanswered request may have been carried out or not, and from now on that is known. */
  compare(/** @type {Thing} */ thing, /** @type {string | null} */ actual, /** @type {string} */ where) {
    const { value, pending } = thing
    const isPossible = pending.some((other) => actual === other || (other === anySecret && actual !== null))
    if (actual !== value && !isPossible)
      this.lost.push(`${thing.kind} ${shown(thing)} is ${actual ?? 'not there'} instead of ${value ?? 'gone'} ${where}`)
    // Nobody was told the secret it has now.
    if (thing.kind === 'credential' && actual !== value) thing.proof = undefined
    settle(thing, actual)
  }

  /** Notes an answer that should not have been given. */
  untruth(/** @type {string} */ what) {
    this.untruths.set(what, (this.untruths.get(what) ?? 0) + 1)
  }

  /** @returns {Thing} */
  #thing(/** @type {Kind} */ kind, /** @type {string} */ key) {
    const name = `${kind} ${key}`
    const thing = this.#things.get(name) ?? { kind, key, value: null, pending: [], asked: true, read: true }
    this.#things.set(name, thing)
    return thing
  }
}

function settle(/** @type {Thing} */ thing, /** @type {string | null} */ value) {
  thing.value = value
  thing.pending = []
}

const shown = (/** @type {Thing} */ { kind, key }) => (kind === 'token' ? `…${key.slice(-4)}` : key)
