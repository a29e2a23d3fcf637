import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../program.mjs'
import { apiCaller } from './api.mjs'
import { ask, postForm } from './ask.mjs'
import { owner } from './fixtures.mjs'
import { demoPassword } from './product.mjs'

const page = '/user-management/application-credentials'

/** Cookies of an answer, to be sent back. */
export const cookiesOf = (/** @type {import('./ask.mjs').Answer} */ { headers }) =>
  (headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ')

/** Signs in as the form does. @returns {Promise<string>} the cookies @throws when that is refused */
export async function signIn(/** @type {number} */ port) {
  const first = await ask(port, 'GET', '/api/auth/csrf')
  const form = { email: owner, password: demoPassword, csrfToken: JSON.parse(first.text).csrfToken, timeZone: 'UTC', json: 'true' }
  const second = await postForm(port, '/api/auth/callback/credentials', form, { headers: { cookie: cookiesOf(first) }, timeoutMs: 30_000 })
  const cookies = cookiesOf(second)
  if (!cookies.includes('session-token')) throw new Error(`Could not sign in: ${second.status} ${second.text.slice(0, 200)}`)
  return cookies
}

/** The ids of Builder's actions in the build, by name. @returns {Record<string, string>} */
function actionIds() {
  const { node } = JSON.parse(readFileSync(join(root, '.next/server/server-reference-manifest.json'), 'utf8'))
  return Object.fromEntries(Object.entries(node).map(([id, { exportedName }]) => [exportedName, id]))
}

/** Presses the buttons of "Application Credentials" as the browser does: signed in, one action after the other. */
export async function openBuilder(/** @type {number} */ port) {
  const cookie = await signIn(port)
  const ids = actionIds()
  /**
   * Runs an action and returns what it returned; undefined when the answer holds no result.
   * @param {string} name
   * @param {unknown[]} words its arguments
   * @returns {Promise<any>}
   */
  async function act(name, words) {
    const headers = {
      cookie,
      origin: `http://127.0.0.1:${port}`,
      accept: 'text/x-component',
      'content-type': 'text/plain;charset=UTF-8',
      'next-action': ids[name],
    }
    const { text } = await ask(port, 'POST', page, { headers, body: JSON.stringify(words) })
    // React's wire form: a row for each value, the first of which names the row of the result.
    const row = /^0:.*?"a":"\$@(\w+)"/m.exec(text)?.[1]
    const result = row && new RegExp(`^${row}:(\\{.*\\})$`, 'm').exec(text)?.[1]
    return result ? JSON.parse(result) : undefined
  }
  const api = apiCaller(port)
  const roles = await api.call('GET', '/roles')
  api.close()
  const operationalRoleId = JSON.parse(roles.text).roles.find((/** @type {{ name: string }} */ { name }) => name === 'Team Member').id
  return {
    /** "Generate key". */
    create: (/** @type {string} */ name) =>
      act('createCredentialAction', [{ name, expiresOn: '2099-12-31', operationalRoleId, builderRoleId: null }]),
    /** "Generate new secret key", the old one stopping at once. */
    regenerate: (/** @type {string} */ id) => act('regenerateSecretAction', [id, 0]),
    /** "Delete". */
    remove: (/** @type {string} */ id) => act('deleteCredentialAction', [id]),
  }
}
