import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { messageOf, requestOf } from './node-request'

const arrivals: ((message: IncomingMessage) => void)[] = []
// Never answered: an answer would throw away a body nobody has read.
const server = createServer((message) => arrivals.shift()?.(message))
let port: number

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** These bytes, as a server receives them. */
function arrived(raw: string): Promise<IncomingMessage> {
  const message = new Promise<IncomingMessage>((resolve) => arrivals.push(resolve))
  connect(port, '127.0.0.1').end(raw, 'latin1')
  return message
}

const post = 'POST /Auth/OAuth/Token?x=%41 HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello'

test('it is a Request: method, address and headers without making one', async () => {
  const message = await arrived(post)
  const request = requestOf(message)
  expect(request).toBeInstanceOf(Request)
  expect(request.headers).toBeInstanceOf(Headers)
  expect([request.method, request.url]).toEqual(['POST', 'http://localhost/Auth/OAuth/Token?x=%41'])
  expect(request.headers.get('CONTENT-type')).toBe('text/plain')
  expect([request.headers.has('host'), request.headers.has('accept'), request.headers.get('accept')]).toEqual([true, false, null])
  expect(messageOf(request)).toBe(message)
})

test('the body and everything else an endpoint might touch are there as well', async () => {
  const request = requestOf(await arrived(post))
  expect(request.bodyUsed).toBe(false)
  expect(await request.text()).toBe('hello')
  expect(request.bodyUsed).toBe(true)
  expect(request.signal).toBeInstanceOf(AbortSignal)
  expect([request.redirect, request.mode]).toEqual(['follow', 'cors'])
})

test('form data is read by the platform', async () => {
  const body = 'a=1&b=%C3%BC'
  const head = `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}`
  const form = await requestOf(await arrived(`POST / HTTP/1.1\r\nHost: h\r\n${head}\r\n\r\n${body}`)).formData()
  expect([...form]).toEqual([
    ['a', '1'],
    ['b', 'ü'],
  ])
})

test.each(['GET', 'HEAD'])('%s has no body', async (method) => {
  expect(requestOf(await arrived(`${method} / HTTP/1.1\r\nHost: h\r\n\r\n`)).body).toBeNull()
})

test('headers of one name are joined in their order, and all of them can be listed', async () => {
  const { headers } = requestOf(
    await arrived('GET / HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nAuthorization: Bearer a\r\nx-a: 2\r\nAuthorization: Bearer b\r\n\r\n'),
  )
  expect(headers.get('x-a')).toBe('1, 2')
  expect(headers.get('authorization')).toBe('Bearer a, Bearer b')
  expect(Object.fromEntries(headers)).toEqual({ authorization: 'Bearer a, Bearer b', host: 'h', 'x-a': '1, 2' })
  expect(headers.getSetCookie()).toEqual([])
})

test('a clone can be read apart from it', async () => {
  const request = requestOf(await arrived(post))
  const clone = request.clone()
  expect(await Promise.all([clone.text(), request.text()])).toEqual(['hello', 'hello'])
})

test('a request made elsewhere has no message behind it', () => {
  expect(messageOf(new Request('http://localhost/'))).toBeUndefined()
})
