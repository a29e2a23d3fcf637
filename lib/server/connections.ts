import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { log } from '@/lib/log'
import { deliveredBytes } from './delivered'
import { refusePage } from './refuse-page'

/** So long, in ms, nothing may move while an answer is due: neither does its reader take anything, nor does anybody write it. */
const longestStillMs = 60_000

const sweepMs = 1_000

/** Room is made for so many at once that looking for it costs each of them next to nothing. */
const roomShare = 0.02

/** A connection: the answer to its latest request, and when its traffic was last seen to grow. */
export type Connection = { answer: ServerResponse | undefined; bytes: number; movedAt: number }

/** Follows the connections of a server. */
export function followConnections(server: Server): Map<Socket, Connection> {
  // By connection, not a set that grows and shrinks with every request: V8 keeps a set's outgrown tables in a chain, and with them
  // what they held, until a full garbage collection; every short one would copy thousands of answered requests.
  const connections = new Map<Socket, Connection>()
  server.on('connection', (socket) => {
    connections.set(socket, { answer: undefined, bytes: 0, movedAt: performance.now() })
    socket.once('close', () => connections.delete(socket))
  })
  server.prependListener('request', ({ socket }, response) => {
    const connection = connections.get(socket)
    if (connection) connection.answer = response
  })
  return connections
}

/**
 * Holds the connections of a server to `most`: the one that has been idle, half-way through a request, or not reading for longest goes first; one
 * whose request is worked on never, rather the one that has just come. Cuts off answers that make no progress.
 */
export function boundConnections(server: Server, connections: Map<Socket, Connection>, most: number): void {
  let isRoomLookedFor = false
  server.on('connection', (socket) => {
    if (connections.size <= most) return
    // What there is to find shows once a second.
    const isRoomMade = !isRoomLookedFor && makeRoom(connections, most)
    isRoomLookedFor = !isRoomMade
    if (!isRoomMade) close(connections, socket)
  })
  const timer = setInterval(() => {
    isRoomLookedFor = false
    sweep(connections, performance.now())
  }, sweepMs).unref()
  server.once('close', () => clearInterval(timer))
}

/** Whether a connection is waiting for an answer, or for the rest of one. */
const isBusy = ({ answer }: Connection): boolean => answer !== undefined && !answer.writableFinished && !answer.destroyed

/** Whether an answer is due: all of the request has arrived. */
const isDue = (connection: Connection) => isBusy(connection) && connection.answer?.req.complete === true

function makeRoom(connections: Map<Socket, Connection>, most: number): boolean {
  // What happens next on these is up to the other side.
  const waiting = [...connections].filter(([socket, connection]) => !isDue(connection) || socket.writableLength > 0)
  waiting.sort(([, a], [, b]) => a.movedAt - b.movedAt)
  for (const [socket] of waiting.slice(0, Math.ceil(most * roomShare))) close(connections, socket)
  return waiting.length > 0
}

function close(connections: Map<Socket, Connection>, socket: Socket) {
  connections.delete(socket)
  socket.destroy()
}

function sweep(connections: Map<Socket, Connection>, now: number) {
  for (const [socket, connection] of connections) {
    const isAnswerDue = isDue(connection)
    // Whoever is to read does not get on by sending.
    const bytes = deliveredBytes(socket) + (isAnswerDue ? 0 : socket.bytesRead)
    if (bytes !== connection.bytes) {
      connection.bytes = bytes
      connection.movedAt = now
    } else if (isAnswerDue && now - connection.movedAt > longestStillMs) {
      giveUp(socket, connection)
    }
  }
}

function giveUp(socket: Socket, { answer }: Connection) {
  if (!answer || answer.headersSent || !answer.socket) {
    socket.destroy()
    return
  }
  log().error({ method: answer.req.method, path: answer.req.url?.split('?', 1)[0] }, 'a request was not answered in time')
  refusePage(answer.req, answer, 503, 'The server did not answer in time. Try again in a few seconds.', {
    'retry-after': '5',
    connection: 'close',
  })
}
