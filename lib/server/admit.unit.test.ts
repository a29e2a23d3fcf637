import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Config, parseConfig } from '@/lib/config'
import { admit } from './admit'

let config: Config
let admitted: IncomingMessage | undefined
const server = createServer((request, response) => {
  const headers = admit(request, response, config)
  if (!headers) return
  admitted = request
  response.writeHead(200, headers).end('admitted')
})
let port: number

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
beforeEach(() => {
  config = parseConfig({})
  admitted = undefined
})
afterAll(() => server.close())

const raw = (request: string) => text(connect(port, '127.0.0.1').end(request).setEncoding('latin1'))
const get = (headers: string[], path = '/x') =>
  raw(`GET ${path} HTTP/1.1\r\n${['Host: h', ...headers, 'Connection: close'].join('\r\n')}\r\n\r\n`)

/** Everything an admitted request says about where it came from, raw. */
function forwarded() {
  const { rawHeaders = [], headers = {} } = admitted ?? {}
  const pairs = rawHeaders.flatMap((name, i) =>
    i % 2 === 0 && /forwarded/i.test(name) ? [`${name.toLowerCase()}: ${rawHeaders[i + 1]}`] : [],
  )
  const parsed = Object.entries(headers).flatMap(([name, value]) => (/forwarded/.test(name) ? [`${name}: ${value}`] : []))
  return { raw: pairs, parsed }
}
const only = (...lines: string[]) => ({ raw: lines, parsed: lines })

test('without a proxy of ours nothing a client says about its address is believed', async () => {
  await get([
    'X-Forwarded-For: 6.6.6.6',
    'x-forwarded-for: 7.7.7.7',
    'X-Forwarded-Proto: https',
    'X-Forwarded-Host: evil',
    'Forwarded: for=6.6.6.6',
  ])
  expect(forwarded()).toEqual(only('x-forwarded-for: 127.0.0.1'))
})

test('nor if it stands behind more headers than Node parses', async () => {
  const many = Array.from({ length: 2_100 }, () => 'a:1')
  await get([...many, 'X-Forwarded-For: 6.6.6.6', 'X-Forwarded-Proto: https'])
  expect(forwarded()).toEqual(only('x-forwarded-for: 127.0.0.1'))
})

test('a proxy’s list is continued, its other headers are kept', async () => {
  config = parseConfig({ TRUST_PROXY: '1', ALLOW_INSECURE_HTTP: 'true' })
  await get(['X-Forwarded-For: 6.6.6.6, 9.9.9.9', 'X-Forwarded-Proto: https', 'X-Forwarded-Host: outside'])
  const { raw, parsed } = forwarded()
  expect(raw.sort()).toEqual(['x-forwarded-for: 6.6.6.6, 9.9.9.9, 127.0.0.1', 'x-forwarded-host: outside', 'x-forwarded-proto: https'])
  expect(parsed.sort()).toEqual(raw)
})

test('TLS in front of a proxy of ours is for ever', async () => {
  config = parseConfig({ TRUST_PROXY: '1' })
  const answer = await get(['X-Forwarded-For: 9.9.9.9', 'X-Forwarded-Proto: https'])
  expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*strict-transport-security: max-age=31536000/)
})

test.each([
  ['http://other.example/a?b=1', '/a?b=1'],
  ['HTTPS://other.example', '/'],
  ['//a/b', '//a/b'],
])('the target %s means %s', async (target, url) => {
  await get([], target)
  expect(admitted?.url).toBe(url)
})

test('a target without a path is nothing of ours', async () => {
  expect(await raw('OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
})
