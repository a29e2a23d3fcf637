import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import type { ShownKey } from './builder'
import { baseUrl } from './environment'
import { basic, forgetFailures, grant, inBody, newClient, post, send } from './protocol'
import { raw, seeded, tokenRequestBytes } from './raw-http'

let key: ShownKey
let body: string

test.beforeAll(async () => {
  key = await newClient()
  body = String(new URLSearchParams({ grant_type: 'client_credentials', ...inBody(key) }))
})
test.beforeEach(forgetFailures)
test.afterEach(async () => {
  // Whatever was done to it, the server serves the next one.
  await forgetFailures()
  expect(await grant(baseUrl, key)).toMatch(/^act_/)
})

test('2 000 seeded mutations of a token request: never a 5xx, and the next valid request works', async () => {
  test.setTimeout(180_000)
  const next = seeded(20_261_121)
  const valid = tokenRequestBytes(body)
  const words = [
    '\0',
    '\r\n',
    '%',
    '%00',
    '%ff',
    '=',
    '&',
    ';',
    '\xff\xfe',
    '\u202e',
    ' ',
    'client_id=',
    'grant_type=',
    'Content-Length: 5\r\n',
    'Transfer-Encoding: chunked\r\n',
    'Expect: 100-continue\r\n',
    'Authorization: Basic \r\n',
    'HTTP/9.9',
    '*',
    '../',
    'A'.repeat(5_000),
  ]
  const mutate = (text: string) => {
    const at = next(text.length)
    const word = words[next(words.length)] ?? ''
    const kinds = [
      () => text.slice(0, at) + word + text.slice(at),
      () => text.slice(0, at) + text.slice(at + 1 + next(20)),
      () => text.slice(0, at) + String.fromCharCode(next(256)) + text.slice(at + 1),
      () => text.slice(0, at),
      () => text.slice(0, at) + text.slice(next(text.length)),
    ]
    return (kinds[next(kinds.length)] ?? (() => text))()
  }
  const failures: string[] = []
  const statuses = new Map<number | undefined, number>()
  for (let i = 0; i < 2_000; i += 20) {
    const requests = Array.from({ length: 20 }, () => {
      let text = valid
      for (let n = 0; n <= next(3); n++) text = mutate(text)
      return text
    })
    const answers = await Promise.all(requests.map((request) => raw(baseUrl, Buffer.from(request, 'latin1'), { waitMs: 150 })))
    for (const [n, { status }] of answers.entries()) {
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status !== undefined && status >= 500) failures.push(`${status} for ${JSON.stringify(requests[n]?.slice(0, 300))}`)
    }
    if (i % 200 === 0) {
      await forgetFailures()
      expect(await grant(baseUrl, key)).toMatch(/^act_/)
    }
  }
  expect(failures).toEqual([])
  // The mutations reach past the parser: refusals of several kinds, not only dropped connections.
  expect([...statuses.keys()].filter((status) => status !== undefined).length).toBeGreaterThan(3)
})

const oddities: [name: string, request: () => string | Buffer, status: number | RegExp][] = [
  ['HTTP/1.0 without Host', () => tokenRequestBytes(body).replace('HTTP/1.1', 'HTTP/1.0').replace('Host: localhost\r\n', ''), /200|400/],
  ['HTTP/1.1 without Host', () => tokenRequestBytes(body).replace('Host: localhost\r\n', ''), 400],
  ['a Host that is none', () => tokenRequestBytes(body).replace('Host: localhost', 'Host: a b/c@d'), /200|400/],
  // A name all the same (RFC 3986 §3.2.2), and no answer depends on it.
  ['a Host that no address can have', () => tokenRequestBytes(body).replace('Host: localhost', 'Host: local.1'), /200|400/],
  ['two Content-Lengths', () => tokenRequestBytes(body, ['Content-Length: 3']), 400],
  ['Content-Length and Transfer-Encoding (request smuggling)', () => tokenRequestBytes(body, ['Transfer-Encoding: chunked']), 400],
  ['a negative Content-Length', () => tokenRequestBytes(body).replace(/Content-Length: \d+/, 'Content-Length: -1'), 400],
  ['a broken chunk', () => `${tokenRequestBytes('').replace('Content-Length: 0', 'Transfer-Encoding: chunked')}zz\r\nx\r\n`, 400],
  ['headers over 16 KiB', () => tokenRequestBytes(body, [`X-Pad: ${'x'.repeat(20_000)}`]), 431],
  ['a CR in a header', () => tokenRequestBytes(body, ['X-A: a\rX-B: b']), 400],
  ['a NUL in a header', () => tokenRequestBytes(body, ['X-A: a\0b']), 400],
  ['TRACE', () => 'TRACE /Auth/OAuth/Token HTTP/1.1\r\nHost: localhost\r\n\r\n', 405],
  ['POST *', () => tokenRequestBytes(body).replace('/Auth/OAuth/Token', '*'), 400],
  ['an absolute address of another host', () => tokenRequestBytes(body).replace('/Auth', 'http://evil.example/Auth'), 200],
  ['a path that climbs', () => tokenRequestBytes(body).replace('/Auth', '/../../Auth'), /200|^4/],
  ['a path with broken encoding', () => tokenRequestBytes(body).replace('/Auth', '/%ff%zz/Auth'), /^4/],
  ['CONNECT', () => 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n', /undefined|^4/],
  ['an upgrade', () => tokenRequestBytes(body, ['Connection: Upgrade', 'Upgrade: websocket']), /200|undefined|^4/],
]
for (const [name, request, status] of oddities) {
  test(`answered cleanly: ${name}`, async () => {
    const answer = await raw(baseUrl, request())
    if (typeof status === 'number') expect(answer.status).toBe(status)
    else expect(String(answer.status)).toMatch(status)
  })
}

test('a slow body ends with 408, slow headers too', async () => {
  test.setTimeout(60_000)
  const [slowBody, slowHeaders] = await Promise.all([
    raw(baseUrl, tokenRequestBytes('x'.repeat(200)), { waitMs: 45_000, trickleMs: 500 }),
    raw(baseUrl, `POST /Auth/OAuth/Token HTTP/1.1\r\nHost: localhost\r\nX-Slow: ${'x'.repeat(500)}`, { waitMs: 45_000, trickleMs: 500 }),
  ])
  expect(slowBody.status).toBe(408)
  expect(slowHeaders.status).toBe(408)
})

test('1 MB of body, declared or chunked, is 413 without being read', async () => {
  const declared = await raw(baseUrl, `${tokenRequestBytes('').replace('Content-Length: 0', 'Content-Length: 1000000')}grant_type=`)
  expect(declared.status).toBe(413)
  const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`
  const chunked = await raw(baseUrl, tokenRequestBytes('').replace('Content-Length: 0', 'Transfer-Encoding: chunked') + chunk.repeat(60))
  expect(chunked.status).toBe(413)
})

test('a gzip bomb is refused, not unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(10_000_000, 'a'))
  const answer = await send(`${baseUrl}/Auth/OAuth/Token`, {
    method: 'POST',
    body: new Uint8Array(bomb.subarray(0, 10_000)),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' },
  })
  expect(answer).toMatchObject({
    status: 400,
    body: { error: 'invalid_request', error_description: 'Send the body without Content-Encoding.' },
  })
})

test('secrets truncated at every length, padded, flipped or decorated are refused alike', async () => {
  const url = `${baseUrl}/Auth/OAuth/Token`
  const flip = (text: string) => text.slice(0, -1) + (text.endsWith('a') ? 'b' : 'a')
  const swapCase = key.secret.replace(/[a-z]/i, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()))
  const truncated = Array.from({ length: key.secret.length - 1 }, (_, n) => key.secret.slice(0, n + 1))
  const padded = ['x', ' ', '\t', '\u200b', 'а'].flatMap((pad) => [key.secret + pad, pad + key.secret])
  const others = [
    flip(key.secret),
    swapCase,
    'acs_',
    key.secret.repeat(3),
    `${key.secret}${'x'.repeat(80)}`,
    key.clientId,
    key.secret.replace('a', 'а'),
    `\n${key.secret}`,
  ]
  const answersTo = async (secrets: string[], clientId = key.clientId) => {
    const answers = new Set<string>()
    for (const secret of secrets.filter((secret) => secret !== key.secret)) {
      await forgetFailures()
      const { status, text } = await post(url, { grant_type: 'client_credentials', ...inBody({ clientId, secret }) })
      answers.add(`${status} ${text}`)
    }
    return [...answers]
  }
  const refused = 'Unknown client_id or wrong client_secret. Check both; a lost Secret Key can be replaced in Builder.'
  expect(await answersTo([...truncated, ...padded, ...others])).toEqual([`401 {"error":"invalid_client","error_description":"${refused}"}`])
  // What everybody can see in what they sent is said, whether or not there is such a client.
  const hinted = await answersTo([`${key.secret}\n`, `${key.secret}\r\n`, 'acs_wrong\n'])
  expect(hinted).toEqual([expect.stringContaining(`${refused} What you sent as client_secret ends in a line break`)])
  expect(await answersTo([`${key.secret}\n`], '7c5a52a8-6f5c-4ee4-8a8c-5fd26c1f8a10')).toEqual(hinted)
})

test('access tokens truncated at every length, padded or flipped are refused alike', async () => {
  const token = await grant(baseUrl, key)
  const variants = Array.from({ length: token.length - 1 }, (_, n) => token.slice(0, n + 1)).concat(
    `${token}x`,
    token.toUpperCase(),
    token.replace('act_', 'acs_'),
    `x${token}`,
  )
  const answers = new Set<string>()
  for (const variant of variants) {
    const { status, text } = await send(`${baseUrl}/api/v1/me`, { headers: { authorization: `Bearer ${variant}` } })
    answers.add(`${status} ${text}`)
  }
  expect(answers.size).toBe(1)
  expect([...answers][0]).toMatch(/^401 .*"invalid_token"/)
})

test('a token in the query, in the body, twice or under another scheme is no token', async () => {
  const token = await grant(baseUrl, key)
  const url = `${baseUrl}/api/v1/me`
  expect((await send(`${url}?access_token=${token}`, {})).status).toBe(401)
  expect((await send(url, { headers: basic({ clientId: 'x', secret: token }) })).status).toBe(401)
  expect((await send(url, { headers: { authorization: `Bearer ${token}, Bearer ${token}` } })).status).toBe(400)
  expect((await send(url, { headers: { cookie: `next-auth.session-token=${token}` } })).status).toBe(401)
  expect((await send(`${baseUrl}/user-management/application-credentials`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(
    307,
  )
})

test('naming another owner, in body or query, changes nothing', async () => {
  const url = `${baseUrl}/Auth/OAuth/Token`
  const extra = { ownerId: 'ben', userId: 'ben', username: 'ben@demo.example', target: 'ben', sub: 'ben' }
  const { body: granted } = await post(`${url}?${new URLSearchParams(extra)}`, {
    grant_type: 'client_credentials',
    ...inBody(key),
    ...extra,
  })
  const me = await send(`${baseUrl}/api/v1/me`, { headers: { authorization: `Bearer ${granted?.access_token}` } })
  expect(me.body).toMatchObject({ owner: { email: 'ada@demo.example' }, credential: { client_id: key.clientId } })
})

test('no API path manages credentials, whatever roles the token has', async () => {
  const admin = await newClient({ builder: 'Administrator' })
  const token = await grant(baseUrl, admin)
  for (const path of ['credentials', 'application-credentials', `credentials/${admin.clientId}`, 'sessions', 'me/credentials']) {
    for (const method of ['GET', 'POST', 'PATCH', 'DELETE']) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const { status } = await send(`${baseUrl}/api/v1/${path}`, { method, headers, ...(method !== 'GET' && { body: '{}' }) })
      expect({ path, method, status }).toEqual({ path, method, status: 404 })
    }
  }
})

test('an upgrade is ignored: the request is answered as the ordinary one it also is', async () => {
  for (const upgrade of ['websocket', 'h2c']) {
    const headers = ['Connection: Upgrade, HTTP2-Settings', `Upgrade: ${upgrade}`, 'HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA']
    expect((await raw(baseUrl, tokenRequestBytes(body, headers))).status).toBe(200)
    expect((await raw(baseUrl, `GET /nonexistent HTTP/1.1\r\nHost: localhost\r\n${headers.join('\r\n')}\r\n\r\n`)).status).toBe(404)
  }
})

test('sign-in reads no more than it needs, and answers malformed bodies with 4xx', async () => {
  const url = `${baseUrl}/api/auth/callback/credentials`
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  expect((await send(url, { method: 'POST', body: `password=${'x'.repeat(5_000_000)}`, headers: form })).status).toBe(413)
  for (const malformed of ['{', '', 'x', '{"a":']) {
    const { status } = await send(url, { method: 'POST', body: malformed, headers: { 'content-type': 'application/json' } })
    expect({ malformed, is4xx: status >= 400 && status < 500 }).toEqual({ malformed, is4xx: true })
  }
})

test('an untrusted Host reaches no redirect, link or cookie of sign-in', async () => {
  for (const path of ['/api/auth/signin', '/api/auth/providers', '/api/auth/csrf', '/api/auth/signout', '/sign-in']) {
    const { text } = await raw(baseUrl, `GET ${path} HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n\r\n`)
    expect(text).toMatch(/^HTTP\/1\.1 [23]/)
    expect(text).not.toContain('evil.example')
  }
})
