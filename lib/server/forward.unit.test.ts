import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { forwardTo, pagesSocket } from './forward'
import { bodyKeeper } from './whole-body'

const folder = mkdtempSync(join(tmpdir(), 'forward-'))
let front: Server
let port: number
let pages: Server

/** The process behind, answering like this. */
const behind = (answer: RequestListener, pid = 1) =>
  new Promise<void>((resolve) => {
    pages = createServer({ requireHostHeader: false }, answer).listen(pagesSocket(folder, pid), resolve)
  })
const close = (server: Server) =>
  new Promise((resolve) => {
    server.close(resolve)
    server.closeAllConnections()
  })

beforeAll(async () => {
  const forward = forwardTo(folder)
  const takeBody = bodyKeeper()
  front = createServer(async (request, response) => {
    response.setHeader('x-kind', 'set before')
    const arrival = await takeBody(request, 10_000_000)
    if (arrival.ok) forward(request, response, arrival.body)
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  port = (front.address() as AddressInfo).port
})
afterEach(() => close(pages))
afterAll(async () => {
  await close(front)
  rmSync(folder, { recursive: true })
})

/** Sends these bytes on a connection of their own; everything that came back until it was closed. */
function raw(request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1')
  socket.write(request)
  return text(socket)
}

/** Waits for the next request behind. */
const nextRequest = () =>
  new Promise<{ request: IncomingMessage; response: ServerResponse }>((resolve) =>
    pages.once('request', (request, response) => resolve({ request, response })),
  )

const echo: RequestListener = async (request, response) => {
  const { method, url, rawHeaders } = request
  response.end(JSON.stringify({ method, url, rawHeaders, body: await text(request) }))
}

test('method, target, headers in their order, and the body arrive as they were sent', async () => {
  await behind(echo)
  const answer = await raw(
    'POST //a%2Fb?x=1&x=2 HTTP/1.1\r\nHost: h\r\nX-One: 1\r\nx-two: a\r\nX-Two: b\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello',
  )
  expect(JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1))).toEqual({
    method: 'POST',
    url: '//a%2Fb?x=1&x=2',
    rawHeaders: ['Host', 'h', 'X-One', '1', 'x-two', 'a', 'X-Two', 'b', 'Content-Length', '5', 'Connection', 'keep-alive'],
    body: 'hello',
  })
})

test('a body of unknown length arrives whole', async () => {
  await behind(echo)
  const body = new ReadableStream({
    start(controller) {
      for (const part of ['one ', 'two ', 'three']) controller.enqueue(new TextEncoder().encode(part))
      controller.close()
    },
  })
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'PUT', body, duplex: 'half' } as RequestInit)
  expect(await response.json()).toMatchObject({ method: 'PUT', body: 'one two three' })
})

test('a DELETE without a body, and HTTP/1.0 without a host, are whole requests', async () => {
  await behind(echo)
  expect(await raw('DELETE /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')).toContain('"method":"DELETE"')
  const old = await raw('GET /old HTTP/1.0\r\n\r\n')
  expect(old).toContain('"url":"/old"')
  expect(old).not.toMatch(/transfer-encoding/i)
})

test('status, reason, repeated headers and the body come back; what concerned the inner connection does not', async () => {
  await behind((_request, response) => {
    response.writeHead(418, 'Short and stout', ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'X-Kind', 'tea', 'Keep-Alive', 'timeout=600'])
    response.write('par')
    response.end('ts')
  })
  const answer = await raw('GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1\.1 418 Short and stout\r\nx-kind: tea\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n/)
  expect(answer).toMatch(/Connection: close/)
  expect(answer).not.toMatch(/timeout=600/)
  expect(answer).toMatch(/3\r\npar\r\n2\r\nts\r\n0\r\n\r\n$/)
})

test.each([
  ['HEAD', 200],
  ['GET', 204],
  ['GET', 304],
])('%s answered %i has no body', async (method, status) => {
  await behind((_request, response) => response.writeHead(status, { etag: '"e"' }).end())
  const answer = await raw(`${method} / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`)
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(answer).toContain('etag: "e"')
  expect(answer.slice(answer.indexOf('\r\n\r\n') + 4)).toBe('')
})

test('connections to the process behind are kept', async () => {
  let connections = 0
  await behind((_request, response) => response.end('ok'))
  pages.on('connection', () => {
    connections += 1
  })
  for (let i = 0; i < 50; i++) expect(await (await fetch(`http://127.0.0.1:${port}/${i}`)).text()).toBe('ok')
  expect(connections).toBe(1)
})

test('an answer that comes before the body was read is passed on', async () => {
  await behind((_request, response) => response.writeHead(413).end('too large'))
  for (let i = 0; i < 20; i++) {
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x'.repeat(2_000_000) })
    expect([response.status, await response.text()]).toEqual([413, 'too large'])
  }
})

test('whoever leaves is no longer worked for', async () => {
  await behind(() => {})
  const arrived = nextRequest()
  const socket = connect(port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n')
  const { response } = await arrived
  const left = new Promise((resolve) => response.once('close', resolve))
  socket.destroy()
  await left
  expect(response.writableFinished).toBe(false)
})

test('an answer cut off in the middle is cut off here too, never made to look whole', async () => {
  await behind((_request, response) => {
    response.writeHead(200, { 'content-length': 100 })
    response.write('half', () => response.destroy())
  })
  await expect(fetch(`http://127.0.0.1:${port}/`).then((response) => response.text())).rejects.toThrow()
})

test('without the process behind: 503, what it means and when to come back; with it again, answers', async () => {
  await behind(echo)
  await close(pages)
  const response = await fetch(`http://127.0.0.1:${port}/`)
  expect([response.status, response.headers.get('retry-after'), response.headers.get('cache-control')]).toEqual([503, '2', 'no-store'])
  expect(await response.text()).toContain('try again in a few seconds')
  await behind(echo)
  await vi.waitFor(async () => expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200))
})

test('one that was killed and left its socket behind is passed over, the body of the request included', async () => {
  // Killed while it listens: nothing tidies up.
  const script = `require('node:http').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`
  const left = pagesSocket(folder, 2)
  spawnSync(process.execPath, ['-e', script, left])
  expect(readdirSync(folder)).toEqual(['2'])
  await behind(echo)
  for (let i = 0; i < 10; i++) {
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'hello' })
    expect(await response.json()).toMatchObject({ body: 'hello' })
  }
  // It may be one that is just about to listen: whoever started it knows better.
  expect(readdirSync(folder)).toContain('2')
  rmSync(left)
})

test('a body whose length stands behind more headers than Node collects never becomes a request of its own', async () => {
  const urls: string[] = []
  await behind((request, response) => {
    urls.push(`${request.url}`)
    response.end('ok')
  })
  const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n'
  for (const method of ['GET', 'DELETE', 'POST']) {
    await raw(
      `${method} /first HTTP/1.1\r\n${'a:\r\n'.repeat(1_400)}Connection: close\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
    )
    expect(await (await fetch(`http://127.0.0.1:${port}/next`)).text()).toBe('ok')
  }
  expect(urls.filter((url) => url !== '/first')).toEqual(['/next', '/next', '/next'])
})

test('when the process behind dies in the middle of a body it is 503', async () => {
  await behind((request) => request.once('data', () => request.socket.destroy()))
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x'.repeat(3_000_000) })
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2'])
})

test('more requests at once than a process takes wait for their turn', async () => {
  let open = 0
  let most = 0
  await behind((_request, response) => {
    open += 1
    most = Math.max(most, open)
    setTimeout(() => {
      open -= 1
      response.end('ok')
    }, 5)
  })
  const answers = await Promise.all(Array.from({ length: 300 }, () => fetch(`http://127.0.0.1:${port}/`)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(most).toBeLessThanOrEqual(64)
})

test('a folder that cannot be read is no reason to end', async () => {
  await behind(echo)
  const lost = createServer((request, response) => forwardTo(`${folder}/nothing`)(request, response, Buffer.alloc(0)))
  await new Promise<void>((resolve) => lost.listen(0, '127.0.0.1', resolve))
  expect((await fetch(`http://127.0.0.1:${(lost.address() as AddressInfo).port}/`)).status).toBe(503)
  await close(lost)
})
