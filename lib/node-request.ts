import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { standIn } from './stand-in'

const incoming = Symbol('incoming')

/** The headers as they came in: an endpoint asks for a handful, and a real `Headers` checks, lower-cases and sorts all of them. */
class NodeHeaders {
  readonly #raw: string[]
  #whole: Headers | undefined

  constructor(raw: string[]) {
    this.#raw = raw
  }

  /** Several of one name are joined, as `Headers` does: whoever sends two Authorization headers has sent a malformed one. */
  get(name: string): string | null {
    const wanted = name.toLowerCase()
    let found: string | null = null
    for (let i = 0; i < this.#raw.length; i += 2) {
      const sent = this.#raw[i]
      if (sent?.length !== wanted.length || sent.toLowerCase() !== wanted) continue
      found = found === null ? `${this.#raw[i + 1]}` : `${found}, ${this.#raw[i + 1]}`
    }
    return found
  }

  has(name: string): boolean {
    return this.get(name) !== null
  }

  whole(): Headers {
    if (this.#whole) return this.#whole
    this.#whole = new Headers()
    for (let i = 0; i < this.#raw.length; i += 2) this.#whole.append(`${this.#raw[i]}`, `${this.#raw[i + 1]}`)
    return this.#whole
  }
}

standIn(NodeHeaders.prototype, Headers.prototype)

/** A request of `node:http` as endpoints see it. */
class NodeRequest {
  readonly [incoming]: IncomingMessage
  readonly method: string
  /** The host is a placeholder: see requestAddress. */
  readonly url: string
  readonly headers: NodeHeaders
  #whole: Request | undefined

  constructor(message: IncomingMessage) {
    this[incoming] = message
    this.method = `${message.method}`
    this.url = `http://localhost${message.url}`
    this.headers = new NodeHeaders(message.rawHeaders)
  }

  whole(): Request {
    if (this.#whole) return this.#whole
    const { method, url } = this
    const hasBody = method !== 'GET' && method !== 'HEAD'
    const body = hasBody ? (Readable.toWeb(this[incoming]) as ReadableStream<Uint8Array>) : undefined
    this.#whole = new Request(url, { method, headers: this.headers.whole(), body, ...(hasBody && { duplex: 'half' }) })
    return this.#whole
  }
}

standIn(NodeRequest.prototype, Request.prototype, ['method', 'url', 'headers'])

/** The message as a `Request`; what no endpoint uses is made only when touched. */
export const requestOf = (message: IncomingMessage): Request => new NodeRequest(message) as unknown as Request

/** The message behind a request made here, whose body can be read without a web stream around it; undefined for any other. */
export const messageOf = (request: Request): IncomingMessage | undefined => (request as unknown as Partial<NodeRequest>)[incoming]
