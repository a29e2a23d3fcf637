import { readdirSync, rmSync } from 'node:fs'
import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { log } from '@/lib/log'

/** Shorter than the pages process keeps an unused connection open, so that no request meets one that is just being closed. */
const idleMs = 1_000

/** What concerns one connection only (RFC 9110 §7.6.1). */
const perConnection = new Set(['connection', 'keep-alive', 'proxy-connection', 'upgrade', 'te', 'trailer', 'expect'])

/** How an answer's body is framed depends on the asker's version of HTTP: Node decides. */
const framing = new Set([...perConnection, 'transfer-encoding'])

const forwardedHeaders = (raw: string[]) => raw.filter((_, i) => !perConnection.has(`${raw[i - (i % 2)]}`.toLowerCase()))

/** Where a process that renders pages listens: a socket of its own, for cluster's round robin loses what it hands to a dying one. */
export const pagesSocket = (folder: string, pid: number): string => join(folder, String(pid))

/**
 * Hands requests on to one of the processes that listen in `folder` (the pages), and its answers back, both as streams. While there
 * is none the answer is 503: they are being replaced.
 */
export function forwardTo(folder: string): (request: IncomingMessage, response: ServerResponse) => void {
  const agent = new Agent({ keepAlive: true, timeout: idleMs })

  function forward(request: IncomingMessage, response: ServerResponse): void {
    const sockets = readdirSync(folder)
    const socket = sockets[Math.floor(Math.random() * sockets.length)]
    if (!socket) {
      unavailable(response)
      return
    }
    const socketPath = join(folder, socket)
    const { method, url: path } = request
    const forwarded = httpRequest({ agent, socketPath, method, path, headers: forwardedHeaders(request.rawHeaders) })
    let isAnswered = false
    forwarded.once('socket', (connection) => {
      // Only now: until then another process can have the whole request.
      if (connection.connecting) connection.once('connect', () => request.pipe(forwarded))
      else request.pipe(forwarded)
    })
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
    forwarded.on('error', (error: NodeJS.ErrnoException) => {
      // Whoever asked has gone; or has been answered, and what is left of the request is not wanted.
      if (response.destroyed || isAnswered) return
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') {
        // That process was killed and has left its socket behind, or has just ended.
        rmSync(socketPath, { force: true })
        forward(request, response)
        return
      }
      log().error({ error: String(error) }, 'pages cannot be reached')
      unavailable(response)
    })
    response.once('close', () => {
      if (!response.writableFinished) forwarded.destroy()
    })
  }

  return forward
}

function unavailable(response: ServerResponse) {
  response
    .writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'retry-after': '2' })
    .end('This page cannot be shown right now, because the server is starting it again. Try again in a few seconds.\n')
}
