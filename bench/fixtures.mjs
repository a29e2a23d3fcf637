// What every target's store holds, the same in JavaScript and in SQL: clients and sessions are numbered, and everything about them
// follows from the number, so that a million of them need no list.

/** The client id of client `k`. */
export const clientId = (/** @type {number} */ k) => `00000000-0000-4000-8000-${String(k).padStart(12, '0')}`

/** Its secret. */
export const clientSecret = (/** @type {number} */ k) => `acs_${String(k).padStart(38, '0')}`

/** The bearer token of prefilled session `n`, which belongs to client `n % credentials`. */
export const tokenOf = (/** @type {number} */ n) => `act_${String(n).padStart(38, '0')}`

/** The same as SQL expressions over a number. */
export const sql = {
  clientId: (/** @type {string} */ k) => `('00000000-0000-4000-8000-' || lpad((${k})::text, 12, '0'))`,
  clientSecret: (/** @type {string} */ k) => `('acs_' || lpad((${k})::text, 38, '0'))`,
  token: (/** @type {string} */ n) => `('act_' || lpad((${n})::text, 38, '0'))`,
  sha256: (/** @type {string} */ text) => `sha256(convert_to(${text}, 'UTF8'))`,
}

/** @typedef {{ credentials: number, active: number, sessions: number, busy: number }} Fill */

/**
 * How many clients share that many sessions, and how many of them the load uses. A hundred are active whatever the size, fewer than
 * oidc-provider keeps parsed in memory; sessions are spread so that none has more than 500, half the product's default cap. Of the
 * sessions `busy` are used, all of them unless said otherwise.
 * @returns {Fill}
 */
export function fillFor(/** @type {number} */ sessions, busy = sessions) {
  return { credentials: Math.max(100, Math.ceil(sessions / 500)), active: 100, sessions, busy: Math.min(busy, sessions) }
}

/**
 * Counts which of the tokens `column` (an expression over `token`, text) finds in `table`, in steps that a statement can carry.
 * @param {import('pg').Client} client
 * @param {string[]} tokens
 * @param {string} exists a condition over t(token)
 */
export async function countStored(client, tokens, exists) {
  let stored = 0
  for (let i = 0; i < tokens.length; i += 10_000) {
    const text = `SELECT count(*)::int AS n FROM unnest($1::text[]) AS t(token) WHERE ${exists}`
    stored += (await client.query(text, [tokens.slice(i, i + 10_000)])).rows[0].n
  }
  return stored
}
