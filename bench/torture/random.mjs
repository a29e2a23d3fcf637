/**
 * A small seeded generator (mulberry32): the same numbers at every run with the same seed.
 * @typedef {ReturnType<typeof seeded>} Random
 */
export function seeded(/** @type {number} */ seed) {
  let state = seed | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (/** @type {number} */ from, /** @type {number} */ to) => from + Math.floor(next() * (to - from + 1))
  return {
    /** From 0 to below 1. */
    next,
    /** A whole number, both ends included. */
    between,
    /** One of the list. @template T @param {readonly T[]} list */
    pick: (list) => list[between(0, list.length - 1)],
    /** The list in another order. @template T @param {readonly T[]} list */
    shuffled(list) {
      const rest = [...list]
      return list.map(() => rest.splice(between(0, rest.length - 1), 1)[0])
    },
    /** A generator of its own for somebody who runs at the same time: who asks first changes nothing for the others. */
    branch: (/** @type {string} */ name) => seeded([...name].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), seed)),
  }
}
