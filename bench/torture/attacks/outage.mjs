import { ask, askForToken, untruthIn } from '../ask.mjs'
import { steady } from '../fixtures.mjs'

/** How long the server may take to notice, in ms. */
const noticeMs = 3_000

/**
 * Asks for everything while the database is out, until the time is up: tokens are refused in the form of their RFC, the server is alive and
 * says that it is not ready. Returns what was otherwise.
 * @param {import('../attack.mjs').Context} context
 * @param {{ alwaysRefuses: boolean }} expected whether a single token answered is one too many
 * @returns {Promise<string[]>}
 */
export async function observeOutage({ port, until }, { alwaysRefuses }) {
  /** @type {Map<string, number>} */ const problems = new Map()
  const note = (/** @type {string | undefined} */ what) => what && problems.set(what, (problems.get(what) ?? 0) + 1)
  const noticedBy = Date.now() + noticeMs
  let refused = 0
  do {
    const [token, live, ready] = await Promise.all([
      askForToken(port, steady(2).clientId, steady(2).secret, {}).catch(() => undefined),
      status(port, '/api/health/live'),
      status(port, '/api/health/ready'),
    ])
    if (!token) note('token requests are not answered')
    else if (token.status === 200)
      note(alwaysRefuses && Date.now() > noticedBy ? 'tokens are answered although nothing can be stored' : undefined)
    else {
      refused++
      const untruth = untruthIn(token)
      note(untruth && `a token request is answered ${untruth}`)
    }
    if (live !== 200) note(`/api/health/live answers ${live}`)
    if (ready !== 503 && token?.status !== 200 && Date.now() > noticedBy) note(`/api/health/ready answers ${ready}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  } while (Date.now() < until)
  if (refused === 0) note('no token request was refused')
  return [...problems].map(([what, times]) => (times > 1 ? `${what} (${times} times)` : what))
}

/** After an outage: ready again. @returns {Promise<string[]>} what is otherwise */
export async function observeReady(/** @type {number} */ port) {
  const [live, ready] = await Promise.all([status(port, '/api/health/live'), status(port, '/api/health/ready')])
  return [
    ...(live === 200 ? [] : [`/api/health/live answers ${live} afterwards`]),
    ...(ready === 200 ? [] : [`/api/health/ready answers ${ready} afterwards`]),
  ]
}

const status = (/** @type {number} */ port, /** @type {string} */ path) =>
  ask(port, 'GET', path).then(
    (answer) => answer.status,
    () => 'nothing',
  )
