import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test, vi } from 'vitest'
import { pageRequests, type ShowPage } from './page-request'
import { withBody } from './whole-body'

let server: Server
const clients: Socket[] = []

/** Serves pages by `show`, on `most` places; returns the port. */
async function serve(show: ShowPage, most = 8): Promise<number> {
  const answerPage = pageRequests(most)
  server = createServer((request, response) => answerPage(request, response, show))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await new Promise((resolve) => {
    server.close(resolve)
    server.closeAllConnections()
  })
})

function open(port: number, bytes: string): Socket {
  const client = connect(port, '127.0.0.1').setEncoding('latin1')
  client.on('error', () => {})
  client.write(bytes)
  clients.push(client)
  return client
}
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: h\r\n\r\n`
const last = 'GET /last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n'
const post = (path: string, length: number, body: string) =>
  `POST ${path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n${body}`

test('a request for a page begins only when its turn on its connection has come', async () => {
  const begun: string[] = []
  let answerFirst = () => {}
  const port = await serve((request, response) => {
    begun.push(`${request.url}`)
    if (request.url === '/first') answerFirst = () => response.end('first')
    else response.end(`then ${request.url}`)
  })
  const client = open(port, get('/first') + get('/second') + last)
  await vi.waitFor(() => expect(begun).toEqual(['/first']))
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(begun).toEqual(['/first'])
  answerFirst()
  expect(await text(client)).toMatch(/first[\s\S]*then \/second[\s\S]*then \/last$/)
})

test('what stands behind an answer on a connection that ends is never begun, and leaves nothing behind', async () => {
  const begun: IncomingMessage[] = []
  const closed: string[] = []
  const port = await serve((request, response) => {
    begun.push(request)
    response.once('close', () => closed.push(`${request.url}`))
  }, 4)
  for (let round = 0; round < 20; round++) {
    const before = begun.length
    const client = open(port, get('/slow') + get('/queued').repeat(7))
    await vi.waitFor(() => expect(begun.length).toBe(before + 1))
    client.destroy()
    await vi.waitFor(() => expect(closed).toHaveLength(before + 1))
  }
  expect(new Set(closed)).toEqual(new Set(['/slow']))
})

test('a body takes no place before it is there: slow senders keep nobody waiting', async () => {
  const port = await serve(async (request, response, body) => {
    response.end(`${request.url} ${body}`)
  }, 2)
  for (let i = 0; i < 50; i++) open(port, post('/api/auth/callback/credentials', 1_000, 'abc'))
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await text(open(port, last))).toContain('/last')
  const slow = open(port, post('/action', 6, 'abc'))
  await new Promise((resolve) => setTimeout(resolve, 50))
  slow.write('def')
  expect(await text(slow)).toContain('/action abcdef')
})

test.each([
  ['/api/auth/callback/credentials', 16 * 1024],
  ['/user-management/application-credentials', 1024 * 1024],
])('%s takes %i bytes and no more, declared or chunked', async (path, most) => {
  const port = await serve((_request, response, body) => {
    response.end(`${body.length} bytes`)
  })
  const chunked = (size: number) =>
    `POST ${path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${size.toString(16)}\r\n${'x'.repeat(size)}\r\n0\r\n\r\n`
  expect(await text(open(port, post(path, most, 'x'.repeat(most))))).toContain(`${most} bytes`)
  expect(await text(open(port, chunked(most)))).toContain(`${most} bytes`)
  expect(await text(open(port, post(path, most + 1, 'x')))).toMatch(/^HTTP\/1\.1 413 /)
  expect(await text(open(port, chunked(most + 1)))).toMatch(/^HTTP\/1\.1 413 /)
})

/** Waits until who reads can be told from who does not: a look when all places are taken, and one two seconds later. */
async function seenSlow(port: number) {
  const wait = () => new Promise((resolve) => setTimeout(resolve, 2_100))
  await wait()
  expect(await text(open(port, last))).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 2/i)
  await wait()
}

test('who does not read loses the place to who waits for one', async () => {
  const port = await serve((request, response) => {
    response.end(request.url === '/large' ? Buffer.alloc(20_000_000) : 'small')
  }, 4)
  for (let i = 0; i < 4; i++) open(port, get('/large')).pause()
  await seenSlow(port)
  for (let i = 0; i < 4; i++) expect(await text(open(port, last))).toContain('small')
})

test('one client gets half of the places, with 503 and Retry-After beyond; they are free again when it leaves', async () => {
  const port = await serve((request, response) => {
    if (request.url !== '/hangs') response.end('shown')
  }, 8)
  const hanging = Array.from({ length: 4 }, () => open(port, get('/hangs')))
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await text(open(port, last))).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 2/i)
  hanging[0]?.destroy()
  await vi.waitFor(async () => expect(await text(open(port, last))).toContain('shown'))
})

test.each(['TRACE', 'PUT', 'DELETE', 'PROPFIND'])('%s is no request for a page', async (method) => {
  const port = await serve((_request, response) => {
    response.end('shown')
  })
  const answer = await text(open(port, `${method} /sign-in HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`))
  expect(answer).toMatch(/^HTTP\/1\.1 405 [\s\S]*allow: GET, HEAD, POST/i)
})

test('a page that fails answers 500 and takes nothing else with it', async () => {
  const port = await serve((request, response) => {
    if (request.url === '/fails') throw new Error('of the page')
    response.end('shown')
  })
  expect(await text(open(port, get('/fails') + last))).toMatch(/^HTTP\/1\.1 500 [\s\S]*shown$/)
})

test('a body that was taken can be read again as a stream', async () => {
  const port = await serve(async (request, response, body) => {
    const again = withBody(request, body)
    response.end(`${again.method} ${again.url} ${again.headers.host} ${await text(again)}`)
  })
  expect(await text(open(port, post('/x', 5, 'hello')))).toContain('POST /x h hello')
})

test('who reads, however large the answer, keeps the place when all are taken', async () => {
  const port = await serve((request, response) => {
    response.end(request.url === '/large' ? Buffer.alloc(60_000_000) : 'small')
  }, 4)
  let received = 0
  const reader = open(port, get('/large'))
  reader.on('data', (chunk) => {
    received += chunk.length
    reader.pause()
    setTimeout(() => reader.resume(), 5)
  })
  for (let i = 0; i < 3; i++) open(port, get('/large')).pause()
  await seenSlow(port)
  const before = received
  for (let i = 0; i < 3; i++) expect(await text(open(port, last))).toContain('small')
  await vi.waitFor(() => expect(received).toBeGreaterThan(before))
  expect(reader.destroyed).toBe(false)
})
