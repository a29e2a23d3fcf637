import { ask, postForm } from '../ask.mjs'
import { cookiesOf } from '../builder.mjs'
import { owner } from '../fixtures.mjs'
import { signInPath } from '../raw.mjs'

const parallel = 50

/** So long a wrong sign-in may take before its sender goes, in ms. */
const timeoutMs = 30_000

/** Fifty at a time try wrong passwords, half of them for somebody who exists, all from one address. */
export const signInFlood = {
  name: 'sign-in-flood',
  async run(/** @type {import('../attack.mjs').Context} */ { port, until }) {
    const first = await ask(port, 'GET', '/api/auth/csrf', { timeoutMs })
    const { csrfToken } = JSON.parse(first.text)
    const headers = { cookie: cookiesOf(first) }
    let serial = 0
    const tries = Array.from({ length: parallel }, async () => {
      while (Date.now() < until) {
        const email = serial++ % 2 === 0 ? owner : `nobody-${serial}@torture.example`
        const form = { email, password: `wrong password ${serial}`, csrfToken, json: 'true' }
        // Refused and unanswered are the same to it.
        await postForm(port, signInPath, form, { headers, timeoutMs }).catch(() => {})
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    })
    await Promise.race([Promise.all(tries), new Promise((resolve) => setTimeout(resolve, until - Date.now()))])
  },
}
