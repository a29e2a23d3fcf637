import { readdirSync, statSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'

/** The path of the largest script of the build. */
export function largestChunk(): string {
  const folder = '.next/static/chunks'
  const [largest] = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .sort((a, b) => statSync(join(folder, b)).size - statSync(join(folder, a)).size)
  return `/_next/static/chunks/${largest}`
}

/** Bytes of a GET. */
export const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`

/** Connects and sends `bytes`; whatever becomes of it is no error. */
export function open(server: string, bytes: string): Socket {
  const { hostname, port } = new URL(server)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  socket.write(bytes)
  return socket
}

/** Connections that send pipelined requests and hang up a few milliseconds later, `rounds` times `atOnce`. */
export async function hangUp(server: string, requests: string[], { atOnce = 100, rounds = 10 } = {}): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const sockets = Array.from({ length: atOnce }, (_, i) => open(server, requests[i % requests.length] ?? ''))
    await Promise.all(
      sockets.map(
        (socket, i) =>
          new Promise<void>((resolve) => {
            socket.resume()
            socket.once('close', () => resolve())
            socket.once('connect', () => setTimeout(() => socket.destroy(), 5 + (i % 8)))
          }),
      ),
    )
  }
}

/** Milliseconds until a path answers 200 on a connection of its own. @throws when it does not within ten seconds */
export async function answersWithin(url: string): Promise<number> {
  const start = performance.now()
  const response = await fetch(url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(10_000) })
  await response.arrayBuffer()
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`)
  return performance.now() - start
}
