import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { log } from '@/lib/log'
import { refusePage } from './refuse-page'

/** Whoever reads nothing of a waiting answer for so long has left, or means to keep it. */
const slowReaderMs = 20_000

/** Nothing in the product takes so long without a byte in either direction. */
const deadAnswerMs = 60_000

const sweepMs = 1_000

/** Room is made for so many at once that looking for it costs each of them next to nothing. */
const roomShare = 0.02

/** A connection: the answer to its latest request, and when its traffic was last seen to grow. */
export type Connection = { answer: ServerResponse | undefined; bytes: number; movedAt: number }

/**
 * Follows the connections of a server and holds them to `most`: the one that has been idle, or half-way through a request, or not reading for
 * longest goes first, never one whose request is being worked on. Cuts off answers that make no progress.
 */
export function watchConnections(server: Server, most: number): Map<Socket, Connection> {
  // By connection, not a set that grows and shrinks with every request: V8 keeps a set's outgrown tables in a chain, and with them
  // what they held, until a full garbage collection; every short one would copy thousands of answered requests.
  const connections = new Map<Socket, Connection>()
  server.on('connection', (socket) => {
    connections.set(socket, { answer: undefined, bytes: 0, movedAt: performance.now() })
    socket.once('close', () => connections.delete(socket))
    if (connections.size > most) makeRoom(connections, most)
  })
  server.prependListener('request', ({ socket }, response) => {
    const connection = connections.get(socket)
    if (connection) connection.answer = response
  })
  const timer = setInterval(() => sweep(connections, performance.now()), sweepMs).unref()
  server.once('close', () => clearInterval(timer))
  return connections
}

/** Whether a connection is waiting for an answer, or for the rest of one. */
const isBusy = ({ answer }: Connection): boolean => answer !== undefined && !answer.writableFinished && !answer.destroyed

/** Whether what happens next is up to the other side. */
const waitsForThem = (socket: Socket, connection: Connection) =>
  !isBusy(connection) || !connection.answer?.req.complete || socket.writableLength > 0

function makeRoom(connections: Map<Socket, Connection>, most: number) {
  const waiting = [...connections].filter(([socket, connection]) => waitsForThem(socket, connection))
  waiting.sort(([, a], [, b]) => a.movedAt - b.movedAt)
  for (const [socket] of waiting.slice(0, Math.ceil(most * roomShare))) {
    connections.delete(socket)
    socket.destroy()
  }
}

function sweep(connections: Map<Socket, Connection>, now: number) {
  for (const [socket, connection] of connections) {
    const bytes = socket.bytesRead + socket.bytesWritten
    if (bytes !== connection.bytes) {
      connection.bytes = bytes
      connection.movedAt = now
    } else if (isBusy(connection) && connection.answer?.req.complete) {
      const stillMs = now - connection.movedAt
      if (stillMs > slowReaderMs && socket.writableLength > 0) socket.destroy()
      else if (stillMs > deadAnswerMs) giveUp(socket, connection.answer)
    }
  }
}

/** Nobody is going to answer any more. */
function giveUp(socket: Socket, answer: ServerResponse) {
  log().error({ method: answer.req.method, path: answer.req.url?.split('?', 1)[0] }, 'a request was not answered in time')
  if (answer.headersSent || !answer.socket) socket.destroy()
  else
    refusePage(answer.req, answer, 503, 'The server did not answer in time. Try again in a few seconds.', {
      'retry-after': '5',
      connection: 'close',
    })
}
