import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { boundConnections, type Connection, followConnections } from './connections'

let server: Server
let connections: Map<Socket, Connection>
let port: number
const clients: Socket[] = []

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'performance'] })
  server = createServer((request, response) => {
    if (request.url === '/large') response.end(Buffer.alloc(30_000_000))
    else if (request.url !== '/hangs') response.end('ok')
  })
  connections = followConnections(server)
  boundConnections(server, connections, 10)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterEach(async () => {
  vi.useRealTimers()
  for (const client of clients.splice(0)) client.destroy()
  await new Promise((resolve) => {
    server.close(resolve)
    server.closeAllConnections()
  })
})

/** Connects, asks for `path` if there is one, and waits until the server has seen it. */
async function open(path?: string): Promise<{ client: Socket; received: () => string; isClosed: () => boolean }> {
  let received = ''
  let isClosed = false
  const seen = new Promise((resolve) => server.once(path ? 'request' : 'connection', resolve))
  const client = connect(port, '127.0.0.1').setEncoding('latin1')
  client.on('error', () => {})
  client.on('data', (chunk) => {
    received += chunk
  })
  client.once('close', () => {
    isClosed = true
  })
  if (path) client.write(`GET ${path} HTTP/1.1\r\nHost: h\r\n\r\n`)
  clients.push(client)
  await seen
  return { client, received: () => received, isClosed: () => isClosed }
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 50))
const pass = (ms: number) => vi.advanceTimersByTime(ms)

test('when there are too many connections the longest idle goes first, one that is being answered never', async () => {
  const busy = await open('/hangs')
  pass(2_000)
  const oldest = await open('/x')
  await settle()
  pass(2_000)
  const others = await Promise.all(Array.from({ length: 8 }, () => open('/x')))
  await settle()
  pass(2_000)
  const newest = await open('/x')
  await settle()
  expect(oldest.isClosed()).toBe(true)
  expect([busy, newest, ...others].filter(({ isClosed }) => isClosed())).toEqual([])
  expect(connections.size).toBe(10)
})

test('a crowd of busy connections is never more than there may be', async () => {
  for (let i = 0; i < 10; i++) await open('/hangs')
  const more = await open()
  await settle()
  expect(more.isClosed()).toBe(true)
  expect(connections.size).toBe(10)
})

test('whoever does not read an answer for a minute is cut off, and sending does not help', async () => {
  const { client } = await open('/large')
  client.pause()
  await settle()
  pass(1_000)
  pass(58_000)
  client.write('G')
  await settle()
  expect(connections.size).toBe(1)
  pass(4_000)
  await vi.waitFor(() => expect(connections.size).toBe(0))
})

test('an answer that does not come within a minute is 503, and the connection ends', async () => {
  const { received, isClosed } = await open('/hangs')
  await settle()
  pass(1_000)
  pass(58_000)
  await settle()
  expect(received()).toBe('')
  pass(4_000)
  await vi.waitFor(() => expect(isClosed()).toBe(true))
  expect(received()).toMatch(/^HTTP\/1\.1 503 [\s\S]*Try again in a few seconds/)
})

test('a connection that is only kept open is left alone', async () => {
  const { isClosed } = await open('/x')
  await settle()
  pass(600_000)
  await settle()
  expect(isClosed()).toBe(false)
})

test('who reads slowly but steadily gets all of an answer written at once', async () => {
  const { client } = await open('/large')
  let taken = 0
  client.on('data', (chunk) => {
    taken += chunk.length
    if (taken % 4_000_000 < chunk.length) client.pause()
  })
  // Some megabytes each half minute, for more than two: less the system would not notice, which has buffers of its own.
  for (let i = 1; i <= 5; i++) {
    await vi.waitFor(() => expect(taken).toBeGreaterThan(i * 4_000_000))
    await settle()
    pass(30_000)
    client.resume()
  }
  expect(taken).toBeLessThan(30_000_000)
  expect(connections.size).toBe(1)
})

test('a connection too many that finds no room is closed itself', async () => {
  for (let i = 0; i < 10; i++) await open('/hangs')
  for (let i = 0; i < 5; i++) await open()
  await settle()
  expect(connections.size).toBe(10)
  expect([...connections.values()].every(({ answer }) => answer?.req.url === '/hangs')).toBe(true)
})
