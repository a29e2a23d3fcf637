import { largestChunk } from '../largest-chunk.mjs'
import { crowd, getBytes, postBytes, signInPath } from '../raw.mjs'

/** Pause between two waves, in ms: it is not their number that shall hurt. */
const pauseMs = 700

/** Waves of connections that send several requests at once and hang up while they are being answered. */
export const pipelining = {
  name: 'pipelining',
  run: (/** @type {import('../attack.mjs').Context} */ context) => waves(context, 70, 160),
}

/** Waves of `from` to `to` connections until the time is up. */
export async function waves(
  /** @type {import('../attack.mjs').Context} */ { port, random, until },
  /** @type {number} */ from,
  /** @type {number} */ to,
) {
  const members = crowd(port)
  const chunk = getBytes(largestChunk())
  const firsts = [chunk, getBytes('/sign-in'), postBytes(signInPath, 'email=nobody&password=wrong&csrfToken=wrong&json=true')]
  while (Date.now() < until) {
    await Promise.all(
      Array.from({ length: random.between(from, to) }, async () => {
        const socket = members.join(random.pick(firsts) + chunk.repeat(random.between(1, 7)))
        const holdMs = random.between(5, 12)
        await new Promise((resolve) => {
          socket.once('connect', () => setTimeout(resolve, holdMs))
          socket.once('close', resolve)
          setTimeout(resolve, pauseMs)
        })
        socket.destroy()
      }),
    )
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  members.close()
}
