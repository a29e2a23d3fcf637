// A thread of its own: whatever the attack does to the thread that makes it, what is measured here is the server.
import { parentPort, workerData } from 'node:worker_threads'
import { ask, askForToken } from './ask.mjs'
import { steady } from './fixtures.mjs'

const { port, everyMs, timeoutMs } = workerData
const { clientId, secret } = steady(0)

const kinds = {
  token: () =>
    askForToken(port, clientId, secret, { timeoutMs }).then(({ status, text }) => status === 200 && text.includes('access_token')),
  page: () => ask(port, 'GET', '/sign-in', { timeoutMs }).then(({ status, text }) => status === 200 && text.length > 100),
}

setInterval(() => {
  for (const [kind, send] of Object.entries(kinds)) {
    const sentAt = Date.now()
    const tell = (/** @type {boolean} */ ok) => parentPort?.postMessage({ kind, sentAt, endedAt: Date.now(), ok })
    send().then(tell, () => tell(false))
  }
}, everyMs)
