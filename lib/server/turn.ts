import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** No browser sends requests ahead at all; who has so many waiting wants something else than answers. */
const mostWaiting = 64

const waiting = new WeakMap<Socket, number>()

/**
 * Waits until every earlier request of the connection is answered (RFC 9112 §9.3.2); false when the connection ended before. Until then
 * an answer has no socket: it would hear neither that there is room again nor that its reader has left.
 */
export function isItsTurn(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  if (response.socket) return Promise.resolve(!response.socket.destroyed)
  return new Promise<boolean>((resolve) => {
    response.once('socket', () => resolve(true))
    request.once('close', () => resolve(false))
    if (!mayWait(request, response) || request.destroyed) resolve(false)
  })
}

/**
 * Whether a request may stand behind others on its connection. One that would be the 65th to do so ends the connection: nothing else bounds
 * how many are read ahead.
 */
export function mayWait(request: IncomingMessage, response: ServerResponse): boolean {
  if (response.socket) return true
  const { socket } = request
  const ahead = waiting.get(socket) ?? 0
  if (ahead >= mostWaiting) {
    socket.destroy()
    return false
  }
  waiting.set(socket, ahead + 1)
  response.once('socket', () => waiting.set(socket, (waiting.get(socket) ?? 1) - 1))
  return true
}
