import { Agent } from 'node:http'
import { ask, askForToken } from './ask.mjs'
import { steady } from './fixtures.mjs'

/** @typedef {ReturnType<typeof apiCaller>} Api a program that calls the product's API */

/** A program that calls the API over kept connections, with a token of its own that it renews when there is none that works. */
export function apiCaller(/** @type {number} */ port) {
  const agent = new Agent({ keepAlive: true })
  let token = ''
  return {
    agent,
    /** Forgets the token, which was refused. */
    renew() {
      token = ''
    },
    /** Rejects when nobody answers, or there is no token to be had. */
    async call(/** @type {string} */ method, /** @type {string} */ path, /** @type {object | undefined} */ body = undefined) {
      if (!token) {
        const { status, text } = await askForToken(port, steady(1).clientId, steady(1).secret, { agent })
        if (status !== 200) throw new Error(`no token: ${status}`)
        token = JSON.parse(text).access_token
      }
      const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) }
      return ask(port, method, `/api/v1${path}`, { agent, headers, body: body && JSON.stringify(body) })
    },
    close: () => agent.destroy(),
  }
}
