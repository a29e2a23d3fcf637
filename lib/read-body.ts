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
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength
      if (size > limitBytes) throw new BodyTooLarge()
      chunks.push(chunk)
    }
  } catch (error) {
    // Anything else is a broken connection: the sender's, and not to be taken for one of ours.
    throw error instanceof BodyTooLarge ? error : new TypeError('The body was cut off')
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
}
