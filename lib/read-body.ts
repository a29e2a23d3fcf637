import type { IncomingMessage } from 'node:http'
import { messageOf } from './node-request'

/** The body is longer than allowed. */
export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge'
}

/**
 * Reads a request body as UTF-8 text, `limitBytes` at most.
 * @throws {BodyTooLarge} as soon as the limit is passed, without reading on
 * @throws {TypeError} when it is not valid UTF-8, or ended before it was whole
 */
export async function readBody(request: Request, limitBytes: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw new BodyTooLarge()
  const message = messageOf(request)
  const chunks = message ? await readMessage(message, limitBytes) : await readStream(request.body, limitBytes)
  return new TextDecoder('utf-8', { fatal: true }).decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))
}

async function readStream(body: Request['body'], limitBytes: number): Promise<Uint8Array[]> {
  let chunks: Uint8Array[] = []
  if (!body) return chunks
  let size = 0
  try {
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength
      if (size > limitBytes) throw new BodyTooLarge()
      chunks = appended(chunks, chunk)
    }
  } catch (error) {
    // Anything else is a broken connection: the sender's, and not to be taken for one of ours.
    throw error instanceof BodyTooLarge ? error : new TypeError('The body was cut off')
  }
  return chunks
}

/** Many chunks become one: in a list each costs some hundred bytes, however little is in it. */
function appended(chunks: Uint8Array[], chunk: Uint8Array): Uint8Array[] {
  chunks.push(chunk)
  return chunks.length < 64 ? chunks : [Buffer.concat(chunks)]
}

/** By events: iterating a stream costs several times as much as the few hundred bytes of a form. */
function readMessage(message: IncomingMessage, limitBytes: number): Promise<Uint8Array[]> {
  let chunks: Uint8Array[] = []
  let size = 0
  return new Promise((resolve, reject) => {
    const cutOff = () => reject(new TypeError('The body was cut off'))
    if (message.destroyed) return cutOff()
    message.on('data', (chunk: Uint8Array) => {
      size += chunk.byteLength
      if (size > limitBytes) {
        message.removeAllListeners('data').pause()
        reject(new BodyTooLarge())
      } else chunks = appended(chunks, chunk)
    })
    message.once('error', cutOff)
    message.once('close', cutOff)
    message.once('end', () => {
      // It closes after every end: an error made then, stack and all, would be made for nothing.
      message.off('close', cutOff)
      resolve(chunks)
    })
  })
}
