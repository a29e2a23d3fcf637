import { readdirSync } from 'node:fs'
import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { log } from '@/lib/log'
import { connectionsPerPagesProcess } from './descriptors'
import type { ShowPage } from './page-request'
import { refusePage } from './refuse-page'

/** Shorter than the pages process keeps an unused connection open, so that no request meets one that is just being closed. */
const idleMs = 1_000

/** Twice so much of an answer is taken from the pages before its reader is ready for it: more than any page or script has. */
const readAheadBytes = 160 * 1024

/** How long the pages may go on with what nobody waits for. */
const abandonedMs = 1_000

/** How long to wait for a process that has more connections waiting than it may. */
const busyMs = 20

/** What concerns one connection only (RFC 9110 §7.6.1). */
const perConnection = new Set(['connection', 'keep-alive', 'proxy-connection', 'upgrade', 'te', 'trailer', 'expect'])

/** How an answer's body is framed depends on the asker's version of HTTP: Node decides. */
const framing = new Set([...perConnection, 'transfer-encoding'])

/** The headers to forward with a body that is whole by now: its length is known, however it came (RFC 9112 §6.3). */
function forwardedHeaders(raw: string[], body: Buffer) {
  const headers: string[] = []
  for (let i = 0; i < raw.length; i += 2) {
    const name = `${raw[i]}`
    if (perConnection.has(name.toLowerCase())) continue
    if (name.toLowerCase() === 'transfer-encoding') headers.push('Content-Length', `${body.length}`)
    else headers.push(name, `${raw[i + 1]}`)
  }
  return headers
}

/** Where a process that renders pages listens: a socket of its own, for cluster's round robin loses what it hands to a dying one. */
export const pagesSocket = (folder: string, pid: number): string => join(folder, String(pid))

/**
 * Hands requests on to one of the processes that listen in `folder` (the pages), and its answers back. When none answers it is 503: they are
 * being replaced. A connection to the pages is taken only while they work on the request (docs/decisions/machine-lane.md).
 */
export function forwardTo(folder: string): ShowPage {
  const agent = new Agent({ keepAlive: true, timeout: idleMs, maxSockets: connectionsPerPagesProcess })

  /** How many requests each process is working on. */
  const underWay = new Map<string, number>()

  /** `refused`: the processes that have been tried in vain. */
  function forward(request: IncomingMessage, response: ServerResponse, body: Buffer, refused: string[]): void {
    const sockets = readdirSync(folder).filter((name) => !refused.includes(name))
    const socket = leastBusy(sockets, underWay)
    if (!socket) {
      unavailable(request, response, 'none is there')
      return
    }
    const { method, url: path, rawHeaders } = request
    underWay.set(socket, (underWay.get(socket) ?? 0) + 1)
    const forwarded = httpRequest({ agent, socketPath: join(folder, socket), method, path, headers: forwardedHeaders(rawHeaders, body) })
    let answer: IncomingMessage | undefined
    forwarded.once('response', (begun) => {
      answer = begun
      if (isOver(response)) {
        begun.resume()
        return
      }
      for (const [name, values = []] of Object.entries(begun.headersDistinct)) {
        if (!framing.has(name)) response.setHeader(name, values)
      }
      response.writeHead(begun.statusCode ?? 502, begun.statusMessage)
      begun.pipe(new PassThrough({ highWaterMark: readAheadBytes })).pipe(response)
      // Cut off in the middle: it must not look whole.
      begun.on('error', () => response.destroy())
    })
    forwarded.on('error', (error: NodeJS.ErrnoException) => {
      // Whoever asked has gone, or has been answered.
      if (isOver(response)) return
      // That process was killed and has left its socket behind, has just ended, or is just about to listen.
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') guarded(request, response, body, [...refused, socket])
      // More connections than it can take in at once. It ends with the request, which nothing keeps for more than a minute.
      else if (error.code === 'EAGAIN') setTimeout(() => isOver(response) || guarded(request, response, body, refused), busyMs)
      else unavailable(request, response, error)
    })
    const leave = () => {
      if (!response.writableFinished) abandon(forwarded, answer)
    }
    response.once('close', leave)
    forwarded.once('close', () => {
      response.off('close', leave)
      const left = (underWay.get(socket) ?? 1) - 1
      if (left > 0) underWay.set(socket, left)
      else underWay.delete(socket)
    })
    if (body.length > 0) forwarded.end(body)
    else forwarded.end()
  }

  /** What goes wrong here (no file descriptor left) must not end the process, and every program's request with it. */
  function guarded(request: IncomingMessage, response: ServerResponse, body: Buffer, refused: string[]) {
    try {
      forward(request, response, body, refused)
    } catch (error) {
      unavailable(request, response, error)
    }
  }

  return (request, response, body) => guarded(request, response, body, [])
}

/** A process that hangs is soon the busiest, and is left alone; of equal ones any. */
function leastBusy(sockets: string[], underWay: Map<string, number>): string | undefined {
  const fewest = Math.min(...sockets.map((socket) => underWay.get(socket) ?? 0))
  const best = sockets.filter((socket) => (underWay.get(socket) ?? 0) === fewest)
  return best[Math.floor(Math.random() * best.length)]
}

/** Whether whoever asked has gone, or has been answered: by what is under way here, or because it took too long. */
const isOver = (response: ServerResponse) => response.destroyed || response.headersSent

/**
 * Nobody waits for an answer any more. One under way may end by itself: a crowd that hangs up would make the pages begin anew on connection
 * after connection, far more at once than there are places for.
 */
function abandon(forwarded: ClientRequest, answer: IncomingMessage | undefined) {
  if (!forwarded.socket || forwarded.socket.connecting) {
    forwarded.destroy()
    return
  }
  answer?.unpipe().resume()
  const end = setTimeout(() => forwarded.destroy(), abandonedMs)
  forwarded.once('close', () => clearTimeout(end))
}

function unavailable(request: IncomingMessage, response: ServerResponse, why: unknown) {
  log().error({ error: String(why) }, 'no process for pages can be reached')
  const sentence = 'This page cannot be shown right now. Most likely the server is starting this part again: try again in a few seconds.'
  refusePage(request, response, 503, sentence, { 'retry-after': '2' })
}
