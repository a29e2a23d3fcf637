import type { Server } from 'node:http'
import { type Socket, Server as SocketServer } from 'node:net'
import type { Config } from '@/lib/config'
import { log } from '@/lib/log'
import { StartError } from '@/lib/start-error'
import type { Connection } from './connections'

/** Requests still under way when the server stops get this long to finish. */
const drainMs = 10_000

/** @throws {StartError} when the port or the address cannot be had */
export function listen(server: Server, { port, host }: Pick<Config, 'port' | 'host'>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenProblem(error, port, host)))
    server.listen(port, host, () => {
      server.removeAllListeners('error')
      // A connection that could not be taken, for want of descriptors: the others go on.
      server.on('error', (error) => log().error({ error: String(error) }, 'a connection could not be taken'))
      resolve()
    })
  })
}

function listenProblem(error: NodeJS.ErrnoException, port: number, host: string) {
  if (error.code === 'EADDRINUSE')
    return new StartError(`Port ${port} is taken by another program. Stop that one or set PORT to a free port.`)
  if (error.code === 'EACCES') return new StartError(`This account may not listen on port ${port}. Set PORT to 1024 or above.`)
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new StartError(`This machine has no address ${host}. Correct HOST.`)
  return error
}

/**
 * The function returned takes no new connection on `server` and resolves when every request under way on its `connections` is answered, or
 * cut off after {@link drainMs}. Connections that are only kept open are closed at once; with `isLingering` they get an answer to one more
 * request, or are cut off with the others, because a request may be on its way.
 */
export function drainable(server: Server, connections: Map<Socket, Connection>): (isLingering: boolean) => Promise<void> {
  server.prependListener('request', (_request, response) => {
    // A stopping server's connections end with the answer they are waiting for.
    if (!server.listening) response.shouldKeepAlive = false
  })
  return async (isLingering) => {
    // node:http's own close ends idle connections as well.
    const closed = new Promise((resolve) => (isLingering ? SocketServer.prototype.close.call(server, resolve) : server.close(resolve)))
    for (const { answer } of connections.values()) if (answer) answer.shouldKeepAlive = false
    const deadline = setTimeout(() => server.closeAllConnections(), drainMs)
    await closed
    clearTimeout(deadline)
  }
}
