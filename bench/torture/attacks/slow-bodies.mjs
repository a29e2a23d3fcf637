import { crowd, postBytes, signInPath } from '../raw.mjs'

/** More than all places that processes for pages have together. */
const clients = 300

/** Three hundred clients that announce a form of a thousand bytes, send three of them and wait; whoever is turned away comes back. */
export const slowBodies = {
  name: 'slow-bodies',
  async run(/** @type {import('../attack.mjs').Context} */ { port, until }) {
    const members = crowd(port)
    while (Date.now() < until) {
      while (members.size() < clients) members.join(postBytes(signInPath, 'ema', 1_000))
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    members.close()
  },
}
