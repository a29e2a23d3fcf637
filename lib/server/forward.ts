import { readdirSync } from 'node:fs'
import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { log } from '@/lib/log'

/** Shorter than the pages process keeps an unused connection open, so that no request meets one that is just being closed. */
const idleMs = 1_000

/** More requests wait for their turn: what a socket's own queue does not hold would be refused. */
const connectionsPerProcess = 64

/** What concerns one connection only (RFC 9110 §7.6.1). */
const perConnection = new Set(['connection', 'keep-alive', 'proxy-connection', 'upgrade', 'te', 'trailer', 'expect'])

/** How an answer's body is framed depends on the asker's version of HTTP: Node decides. */
const framing = new Set([...perConnection, 'transfer-encoding'])

const forwardedHeaders = (raw: string[]) => raw.filter((_, i) => !perConnection.has(`${raw[i - (i % 2)]}`.toLowerCase()))

/** Whether the headers to forward say where a body ends (RFC 9112 §6.3): one that nothing frames must not be sent. */
const isFramed = (raw: string[]) => raw.some((name, i) => i % 2 === 0 && /^(content-length|transfer-encoding)$/i.test(name))

/** Where a process that renders pages listens: a socket of its own, for cluster's round robin loses what it hands to a dying one. */
export const pagesSocket = (folder: string, pid: number): string => join(folder, String(pid))

/**
 * Hands requests on to one of the processes that listen in `folder` (the pages), and its answers back, both as streams. When none
 * answers it is 503: they are being replaced.
 */
export function forwardTo(folder: string): (request: IncomingMessage, response: ServerResponse) => void {
  const agent = new Agent({ keepAlive: true, timeout: idleMs, maxSockets: connectionsPerProcess })

  /** `refused`: the processes that have been tried in vain. */
  function forward(request: IncomingMessage, response: ServerResponse, refused: string[]): void {
    const sockets = readdirSync(folder).filter((name) => !refused.includes(name))
    const socket = sockets[Math.floor(Math.random() * sockets.length)]
    if (!socket) {
      unavailable(request, response, 'none is there')
      return
    }
    const { method, url: path } = request
    const headers = forwardedHeaders(request.rawHeaders)
    const forwarded = httpRequest({ agent, socketPath: join(folder, socket), method, path, headers })
    let isAnswered = false
    forwarded.once('socket', (connection) => {
      const send = () => (isFramed(headers) ? request.pipe(forwarded) : forwarded.end())
      // Only now: until then another process can have the whole request.
      if (connection.connecting) connection.once('connect', send)
      else send()
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
      // That process was killed and has left its socket behind, has just ended, or is just about to listen.
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') guarded(request, response, [...refused, socket])
      else unavailable(request, response, error)
    })
    response.once('close', () => {
      if (!response.writableFinished) forwarded.destroy()
    })
  }

  /** What goes wrong here (no file descriptor left) must not end the process, and every program's request with it. */
  function guarded(request: IncomingMessage, response: ServerResponse, refused: string[]) {
    try {
      forward(request, response, refused)
    } catch (error) {
      unavailable(request, response, error)
    }
  }

  return (request, response) => guarded(request, response, [])
}

function unavailable(request: IncomingMessage, response: ServerResponse, why: unknown) {
  log().error({ error: String(why) }, 'no process for pages can be reached')
  // What is left of the request will not be read: the next one could not be told from it.
  if (!request.complete) response.setHeader('connection', 'close')
  response
    .writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'retry-after': '2' })
    .end('This page cannot be shown right now. Most likely the server is starting this part again: try again in a few seconds.\n')
}
