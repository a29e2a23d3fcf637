import { crowd, getBytes } from '../raw.mjs'

const clients = 2_000

/** So many come at a time, and how long after each other, in ms. */
const atOnce = 50
const pauseMs = 20

/** Two thousand connections that ask for one thing and stay; whoever is turned away comes back. */
export const idleCrowd = {
  name: 'idle-crowd',
  run: (/** @type {import('../attack.mjs').Context} */ context) => stayAround(context, clients),
}

/** That many connections that do nothing after their first request, until the time is up. */
export async function stayAround(/** @type {import('../attack.mjs').Context} */ { port, random, until }, /** @type {number} */ most) {
  const members = crowd(port)
  const firsts = ['/.well-known/oauth-authorization-server', '/api/health', '/icon.svg'].map(getBytes)
  while (Date.now() < until) {
    for (let i = 0; i < atOnce && members.size() < most; i++) members.join(random.pick(firsts))
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  members.close()
}
