import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Match } from '@/lib/lane'
import { log } from '@/lib/log'
import { requestOf } from '@/lib/node-request'
import { type Parts, partsOf } from '@/lib/plain-response'

/**
 * Answers on a machine path without Next: the same functions as its route files, at a tenth of the cost. `headers` go with every
 * answer; not set before, for Node checks all headers one by one when some were.
 */
export async function machineLane(
  { endpoint, params }: Match,
  request: IncomingMessage,
  response: ServerResponse,
  headers: Record<string, string>,
): Promise<void> {
  try {
    const answer = await endpoint(requestOf(request), { params: Promise.resolve(params) })
    const plain = partsOf(answer)
    if (plain) send(response, plain, headers)
    else {
      const body = Buffer.from(await answer.arrayBuffer())
      // What must have no body (204, HEAD) has no length either.
      const length = body.length > 0 ? { 'content-length': body.length } : undefined
      response.writeHead(answer.status, { ...headers, ...Object.fromEntries(answer.headers), ...length }).end(body)
    }
  } catch (error) {
    // Endpoints answer their own failures; this is one of theirs to do so.
    log().error({ err: error }, 'machine lane failed')
    if (!response.headersSent) response.writeHead(500, headers)
    response.end()
  }
}

function send(response: ServerResponse, { status, headers, text }: Parts, more: Record<string, string>) {
  const length = Buffer.byteLength(text)
  // Names and values in turn: to make one object of them all would cost several times as much.
  const list = ['content-length', String(length)]
  for (const name in headers) list.push(name, `${headers[name]}`)
  for (const name in more) list.push(name, `${more[name]}`)
  // What is ASCII throughout is the same in both, and Node writes Latin-1 without looking at every character.
  response.writeHead(status, list).end(text, length === text.length ? 'latin1' : 'utf8')
}
