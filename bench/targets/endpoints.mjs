import { clientId, clientSecret } from '../fixtures.mjs'
import { get, post } from '../http.mjs'

const whose = (/** @type {any} */ body) => body.client_id
const named = (/** @type {string} */ id) => id

/**
 * The requests of a target: client_secret_post at the token endpoint, a bearer token at the protected one, which answers whose
 * token it is.
 * @param {string} tokenPath
 * @param {string} checkPath
 * @param {string} [introspectPath]
 * @param {string} [more] further form parameters of a token request
 */
export function tokenEndpoint(tokenPath, checkPath, introspectPath, more = '') {
  const form = (/** @type {number} */ k) => `client_id=${clientId(k)}&client_secret=${clientSecret(k)}`
  return {
    issue: (/** @type {number} */ k) => post(tokenPath, `grant_type=client_credentials&${form(k)}${more}`),
    check: (/** @type {string} */ token) => get(checkPath, token),
    introspect: introspectPath
      ? (/** @type {number} */ k, /** @type {string} */ token) =>
          post(introspectPath, `${form(k)}&token=${token}&token_type_hint=access_token`)
      : undefined,
    whose,
    named,
  }
}
