import { largestChunk } from '../largest-chunk.mjs'
import { crowd, getBytes } from '../raw.mjs'

const clients = 100

/** So often each asks: far more than the buffers between two sockets take. */
const times = 20

/** A hundred clients that ask for scripts and pages and read none; whoever is cut off comes back. */
export const slowReaders = {
  name: 'slow-readers',
  async run(/** @type {import('../attack.mjs').Context} */ { port, until }) {
    const members = crowd(port)
    const bytes = (getBytes(largestChunk()) + getBytes('/sign-in')).repeat(times)
    while (Date.now() < until) {
      while (members.size() < clients) members.join(bytes, false)
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    members.close()
  },
}
