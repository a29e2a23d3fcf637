import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { log } from '@/lib/log'

/** Shorter than the pages process keeps an unused connection open, so that no request meets one that is just being closed. */
const idleMs = 1_000

/** What concerns one connection only (RFC 9110 §7.6.1). */
const perConnection = new Set(['connection', 'keep-alive', 'proxy-connection', 'upgrade', 'te', 'trailer', 'expect'])

/** How an answer's body is framed depends on the asker's version of HTTP: Node decides. */
const framing = new Set([...perConnection, 'transfer-encoding'])

const forwardedHeaders = (raw: string[]) => raw.filter((_, i) => !perConnection.has(`${raw[i - (i % 2)]}`.toLowerCase()))

/**
 * Hands requests on to the process that listens at `socketPath` (the pages) and its answers back, both as streams. When that process
 * is not there the answer is 503: it is being replaced.
 */
export function forwardTo(socketPath: string) {
  const agent = new Agent({ keepAlive: true, timeout: idleMs })
  return (request: IncomingMessage, response: ServerResponse): void => {
    const { method, url: path } = request
    const forwarded = httpRequest({ agent, socketPath, method, path, headers: forwardedHeaders(request.rawHeaders) })
    let isAnswered = false
    forwarded.once('response', (answer) => {
      isAnswered = true
      for (const [name, values = []] of Object.entries(answer.headersDistinct)) {
        if (!framing.has(name)) response.setHeader(name, values)
      }
      if (!request.complete) {
        // Answered without having read it all (too large): neither is the rest read here.
        response.setHeader('connection', 'close')
        request.unpipe(forwarded)
      }
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage)
      pipeline(answer, response, () => {
        if (!forwarded.writableEnded) forwarded.destroy()
      })
    })
    forwarded.on('error', (error) => {
      // Whoever asked has gone; or has been answered, and what is left of the request is not wanted.
      if (response.destroyed || isAnswered) return
      log().error({ error: String(error) }, 'pages cannot be reached')
      response
        .writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'retry-after': '2' })
        .end('This page cannot be shown right now, because the server is starting it again. Try again in a few seconds.\n')
    })
    request.pipe(forwarded)
    response.once('close', () => {
      if (!response.writableFinished) forwarded.destroy()
    })
  }
}
