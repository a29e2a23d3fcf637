import { connect } from 'node:net'

const headEnd = '\r\n\r\n'

/**
 * One kept-alive HTTP/1.1 connection that has one request under way at a time. A client library would cost the generator several
 * times as much CPU, and the generator runs on the cores it measures.
 */
export class Connection {
  /** @type {import('node:net').Socket} */ #socket
  #received = ''
  /** @type {((answer: Answer) => void) | undefined} */ #answered
  /** @type {((error: Error) => void) | undefined} */ #failed

  /** @typedef {{ status: number, body: string }} Answer */

  constructor(/** @type {number} */ port) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.setEncoding('latin1')
    this.#socket.on('data', (chunk) => this.#read(String(chunk)))
    this.#socket.on('error', (error) => this.#fail(error))
    this.#socket.on('close', () => this.#fail(new Error('the server closed the connection')))
  }

  /**
   * Sends a request and calls back with its whole answer, or with an error when the connection is lost.
   * @param {string} request
   * @param {(answer: Answer) => void} answered
   * @param {(error: Error) => void} failed
   */
  send(request, answered, failed) {
    this.#answered = answered
    this.#failed = failed
    this.#socket.write(request, 'latin1')
  }

  close() {
    this.#failed = undefined
    this.#socket.destroy()
  }

  #fail(/** @type {Error} */ error) {
    const failed = this.#failed
    this.#failed = undefined
    failed?.(error)
  }

  #read(/** @type {string} */ chunk) {
    this.#received = this.#received ? this.#received + chunk : chunk
    const end = this.#received.indexOf(headEnd)
    if (end < 0) return
    const head = this.#received.slice(0, end)
    const rest = this.#received.slice(end + headEnd.length)
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)
    const body = length ? sized(rest, Number(length[1])) : chunked(rest)
    if (body === undefined) return
    this.#received = ''
    this.#failed = undefined
    this.#answered?.({ status: Number(head.slice(9, 12)), body })
  }
}

function sized(/** @type {string} */ rest, /** @type {number} */ length) {
  return rest.length >= length ? rest.slice(0, length) : undefined
}

/** The chunks joined (RFC 9112 §7.1), or undefined while the last one is missing. */
function chunked(/** @type {string} */ rest) {
  let body = ''
  for (let at = 0; ; ) {
    const line = rest.indexOf('\r\n', at)
    if (line < 0) return undefined
    const size = Number.parseInt(rest.slice(at, line), 16)
    if (rest.length < line + 2 + size + 2) return undefined
    if (size === 0) return body
    body += rest.slice(line + 2, line + 2 + size)
    at = line + 2 + size + 2
  }
}
