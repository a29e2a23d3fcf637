import { connect } from 'node:net'

/** A GET as bytes. */
export const getBytes = (/** @type {string} */ path) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`

/** A form post as bytes; a `length` other than the body's own is a promise not kept. */
export const postBytes = (/** @type {string} */ path, /** @type {string} */ body, length = body.length) =>
  `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${length}\r\n\r\n${body}`

/** Where the sign-in form goes. */
export const signInPath = '/api/auth/callback/credentials'

/**
 * A crowd of raw connections that say something as soon as they are open; `close` hangs up on all of them.
 * @param {number} port
 */
export function crowd(port) {
  /** @type {Set<import('node:net').Socket>} */ const members = new Set()
  return {
    size: () => members.size,
    /** One more; `isReading`: takes what comes and throws it away. */
    join(/** @type {string} */ bytes, isReading = true) {
      const socket = connect({ port, host: '127.0.0.1' })
      members.add(socket)
      socket.once('close', () => members.delete(socket))
      // The server may hang up whenever it likes.
      socket.on('error', () => {})
      if (isReading) socket.resume()
      else socket.pause()
      socket.write(bytes)
      return socket
    },
    close() {
      for (const socket of members) socket.destroy()
    },
  }
}
