import { connect } from 'node:net'

/** What came back on a raw connection: all of it, and whether the server closed it. */
export type RawAnswer = { text: string; status: number | undefined; closed: boolean }

/**
 * Writes bytes to a server and collects what it answers, until it closes the connection, the answer seems whole, or `waitMs` pass.
 * `trickleMs` sends one byte at a time.
 */
export function raw(server: string, bytes: Buffer | string, { waitMs = 2_000, trickleMs = 0 } = {}): Promise<RawAnswer> {
  const { hostname, port } = new URL(server)
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(Number(port), hostname)
    const finish = (closed: boolean) => {
      clearTimeout(timer)
      clearInterval(trickle)
      socket.destroy()
      resolve({ text, status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1]) || undefined, closed })
    }
    const timer = setTimeout(() => finish(false), waitMs)
    let trickle: NodeJS.Timeout | undefined
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      if (isWhole(text)) finish(false)
    })
    socket.on('error', () => finish(true))
    socket.on('close', () => finish(true))
    let sent = 0
    if (trickleMs === 0) socket.write(bytes)
    else trickle = setInterval(() => socket.write(Buffer.from(bytes).subarray(sent, ++sent)), trickleMs)
  })
}

/** Whether the first answer in `text` is complete, as far as its headers tell. */
function isWhole(text: string) {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1]
  if (length) return text.length >= end + 4 + Number(length)
  return /\r\ntransfer-encoding: chunked/i.test(text.slice(0, end)) ? text.endsWith('0\r\n\r\n') : true
}

/** A token request, byte by byte, for tests that damage it. */
export function tokenRequestBytes(body: string, headers: string[] = []): string {
  const lines = [
    'POST /Auth/OAuth/Token HTTP/1.1',
    'Host: localhost',
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  return `${[...lines, ...headers].join('\r\n')}\r\n\r\n${body}`
}

/** A small seeded generator (mulberry32): the same mutations at every run. */
export function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}
