import { request } from 'node:http'

/** @typedef {{ status: number, headers: import('node:http').IncomingHttpHeaders, text: string }} Answer */

/** Whoever has no answer by then has none, in ms. */
const usualTimeoutMs = 5_000

/**
 * One request to this machine, on a connection of its own unless an agent keeps some.
 * @param {number} port
 * @param {string} method
 * @param {string} path
 * @param {{ headers?: Record<string, string>, body?: string, agent?: import('node:http').Agent, timeoutMs?: number }} [options]
 * @returns {Promise<Answer>} rejects when the whole answer did not come
 */
export function ask(port, method, path, { headers, body, agent, timeoutMs = usualTimeoutMs } = {}) {
  const length = body === undefined ? undefined : { 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path, agent: agent ?? false, headers: { ...headers, ...length } })
    const timer = setTimeout(() => asked.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
    const fail = (/** @type {Error} */ error) => {
      clearTimeout(timer)
      reject(error)
    }
    asked.once('error', fail)
    asked.once('response', (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      response.on('error', fail)
      response.once('close', () => {
        if (!response.complete) return fail(new Error('the answer was cut off'))
        clearTimeout(timer)
        resolve({ status: Number(response.statusCode), headers: response.headers, text })
      })
    })
    asked.end(body)
  })
}

/** Posts a form. */
export const postForm = (
  /** @type {number} */ port,
  /** @type {string} */ path,
  /** @type {Record<string, string>} */ form,
  /** @type {Parameters<typeof ask>[3]} */ { headers, ...options } = {},
) =>
  ask(port, 'POST', path, {
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
    ...options,
  })

/** Asks for a token. */
export const askForToken = (
  /** @type {number} */ port,
  /** @type {string} */ clientId,
  /** @type {string} */ secret,
  /** @type {Parameters<typeof ask>[3]} */ options,
) => postForm(port, '/Auth/OAuth/Token', { grant_type: 'client_credentials', client_id: clientId, client_secret: secret }, options)

/**
 * What is wrong with an answer that was not the wanted one; undefined when it says, as it must, that the server cannot answer at the
 * moment and when to come back (RFC 9110 §15.6.4, §10.2.3; RFC 6749 §5.2, RFC 9457).
 */
export function untruthIn(/** @type {Answer} */ { status, headers, text }) {
  const told = `${status} ${text.slice(0, 120).replaceAll(/\s+/g, ' ')}`
  if (status !== 503) return told
  if (!/^\d+$/.test(headers['retry-after'] ?? '')) return `${told} without Retry-After`
  try {
    const { error, code } = JSON.parse(text)
    return typeof (error ?? code) === 'string' ? undefined : `${told} without an error code`
  } catch {
    return `${told} is not JSON`
  }
}
