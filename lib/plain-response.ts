import { standIn } from './stand-in'

/** Header names in lower case. */
export type Parts = { status: number; headers: Record<string, string>; text: string }

const parts = Symbol('parts')

/**
 * A `Response` whose body is text that is known already: the machine lane writes its parts straight to the socket. A real one costs
 * as much as everything else about an answer (headers are checked and sorted, the body becomes a stream), so it is made only for
 * whoever looks at more than the status.
 */
class PlainResponse {
  readonly [parts]: Parts
  readonly status: number
  #whole: Response | undefined

  constructor(text: string, status: number, headers: Record<string, string>) {
    this[parts] = { text, status, headers }
    this.status = status
  }

  whole(): Response {
    const { text, status, headers } = this[parts]
    this.#whole ??= new Response(text, { status, headers })
    return this.#whole
  }
}

standIn(PlainResponse.prototype, Response.prototype, ['status'])

/** As `Response.json`, for answers of endpoints. Header names in lower case. */
export function jsonResponse(body: unknown, status: number, headers: Record<string, string>): Response {
  const response = new PlainResponse(JSON.stringify(body), status, { 'content-type': 'application/json', ...headers })
  return response as unknown as Response
}

/** What a response made here consists of; undefined for any other. */
export const partsOf = (response: Response): Parts | undefined => (response as unknown as Partial<PlainResponse>)[parts]
