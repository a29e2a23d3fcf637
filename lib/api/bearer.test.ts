import pg from 'pg'
import { beforeEach, describe, expect, test } from 'vitest'
import { database, prisma, setDatabase } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import type { Endpoint } from '@/lib/methods'
import { answer, callApi, credentialOf, issueToken, type Person, person } from '@/lib/testing/company'
import { me } from './me'
import { roles } from './roles'
import { settings } from './settings'
import { ticket, tickets } from './tickets'
import { users } from './users'

useTestDatabase()

const realm = 'Bearer realm="Application Credentials"'
const bare = {
  status: 401,
  challenge: realm,
  type: 'application/problem+json',
  cache: 'no-store',
  body: { type: 'about:blank', status: 401, code: 'unauthenticated', detail: 'Send an access token: Authorization: Bearer <token>.' },
}
const malformed = {
  status: 400,
  challenge: `${realm}, error="invalid_request", error_description="The Authorization header must be Bearer followed by one token"`,
  type: 'application/problem+json',
  cache: 'no-store',
  body: {
    type: 'about:blank',
    status: 400,
    code: 'invalid_request',
    detail: 'The Authorization header must be Bearer followed by one token.',
  },
}
const unknown = {
  status: 401,
  challenge: `${realm}, error="invalid_token", error_description="The access token is unknown or no longer exists"`,
  type: 'application/problem+json',
  cache: 'no-store',
  body: {
    type: 'about:blank',
    status: 401,
    code: 'invalid_token',
    detail: 'The access token is unknown or no longer exists. Request a new token.',
  },
}

const everything: [path: string, endpoint: Endpoint, methods: string[]][] = [
  ['/api/v1/me', me, ['GET']],
  ['/api/v1/tickets', tickets, ['GET', 'POST']],
  ['/api/v1/tickets/T-000001', ticket, ['GET', 'PATCH']],
  ['/api/v1/users', users, ['GET', 'POST']],
  ['/api/v1/roles', roles, ['GET', 'POST']],
  ['/api/v1/settings', settings, ['GET', 'PATCH']],
]
const everyCall = everything.flatMap(([path, endpoint, methods]) => methods.map((method) => ({ path, endpoint, method })))

/** A request with this Authorization header; status, whole body, and the headers that matter. */
async function call(authorization: string | undefined, { path = '/api/v1/me', endpoint = me as Endpoint, method = 'GET' } = {}) {
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
  const request = new Request(`http://localhost${path}`, { method, headers })
  return shown(await endpoint(request, { params: Promise.resolve({ reference: 'T-000001' }) }))
}

async function shown(response: Response) {
  const { status, headers, body } = await answer(response)
  return {
    status,
    challenge: headers.get('www-authenticate'),
    type: headers.get('content-type'),
    cache: headers.get('cache-control'),
    body,
  }
}

let owner: Person
let accessToken: string

beforeEach(async () => {
  owner = await person(['Team Member', 'Team Leader'], ['Administrator', 'Viewer'])
  accessToken = await issueToken(await credentialOf(owner))
})

describe('RFC 6750 §3: without a token the challenge is bare', () => {
  test.each(everyCall)('$method $path', async (target) => {
    expect(await call(undefined, target)).toEqual(bare)
  })

  test.each(['', 'Basic YTpi', 'Token abc', 'Bearerabc', 'DPoP abc'])('%j', async (authorization) => {
    expect(await call(authorization)).toEqual(bare)
  })

  test('a token in the query or the body is none', async () => {
    expect(await call(undefined, { path: `/api/v1/me?access_token=${accessToken}` })).toEqual(bare)
    const body = new URLSearchParams({ access_token: accessToken })
    expect(await shown(await tickets(new Request('http://localhost/api/v1/tickets', { method: 'POST', body })))).toEqual(bare)
  })
})

describe('a malformed header is 400 invalid_request', () => {
  test.each([
    'Bearer',
    'bearer ',
    'Bearer a b',
    'Bearer a,b',
    'Bearer "abc"',
    'Bearer a\tb',
    'Bearer =',
    'Bearer abc, Bearer abc',
    'Bearer <script>',
  ])('%j', async (authorization) => {
    expect(await call(authorization)).toEqual(malformed)
  })
})

describe('an unknown token is 401 invalid_token', () => {
  test.each(everyCall)('$method $path', async (target) => {
    expect(await call('Bearer act_unknown', target)).toEqual(unknown)
  })

  test('truncated at every length', async () => {
    const cut = Array.from({ length: accessToken.length - 1 }, (_, i) => accessToken.slice(0, i + 1))
    const replies = await Promise.all(cut.map((it) => call(`Bearer ${it}`)))
    expect(replies).toEqual(cut.map(() => unknown))
  })

  test('padded, doubled, in another letter case, or with another last character', async () => {
    const last = accessToken.endsWith('0') ? '1' : '0'
    const flipped = accessToken.replace(/[a-z]/gi, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()))
    for (const it of [`${accessToken}=`, accessToken + accessToken, flipped, accessToken.slice(0, -1) + last]) {
      expect(await call(`Bearer ${it}`), it).toEqual(unknown)
    }
  })

  test('a client secret or a client id is no token', async () => {
    const { secret, clientId } = await credentialOf(owner)
    expect(await call(`Bearer ${secret}`)).toEqual(unknown)
    expect(await call(`Bearer ${clientId}`)).toEqual(unknown)
  })

  test('and what is right works in any letter case of the scheme', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) expect((await call(`${scheme} ${accessToken}`)).status).toBe(200)
  })
})

describe('never more than the chosen roles: 403 insufficient_scope names what is missing', () => {
  const lacks = (feature: string) => ({
    status: 403,
    challenge: `${realm}, error="insufficient_scope", error_description="This token lacks the access option ${feature}", scope="${feature}"`,
    type: 'application/problem+json',
    cache: 'no-store',
    body: {
      type: 'about:blank',
      status: 403,
      code: 'insufficient_scope',
      detail: `This token lacks the access option ${feature}. Either no role of the credential carries it, or the token was requested with a narrower scope.`,
    },
  })
  const builderOnly: [string, string, Endpoint, string][] = [
    ['GET', '/api/v1/users', users, 'users:read'],
    ['GET', '/api/v1/roles', roles, 'roles:read'],
    ['GET', '/api/v1/settings', settings, 'settings:read'],
    ['PATCH', '/api/v1/settings', settings, 'settings:write'],
  ]

  test.each(builderOnly)('an administrator whose credential carries only Team Member: %s %s', async (method, path, endpoint, feature) => {
    expect(await call(`Bearer ${accessToken}`, { method, path, endpoint })).toEqual(lacks(feature))
  })

  test('a Viewer may look, but not change', async () => {
    const viewer = `Bearer ${await issueToken(await credentialOf(owner, { builder: 'Viewer' }))}`
    for (const [method, path, endpoint, feature] of builderOnly) {
      const reply = await call(viewer, { method, path, endpoint })
      if (method === 'GET') expect(reply.status).toBe(200)
      else expect(reply).toEqual(lacks(feature))
    }
  })

  test('an access option taken from the role counts at the next call', async () => {
    await prisma().role.update({ where: { kind_name: { kind: 'OPERATIONAL', name: 'Team Member' } }, data: { features: [] } })
    expect(await call(`Bearer ${accessToken}`, { path: '/api/v1/tickets', endpoint: tickets })).toEqual(lacks('tickets:read'))
    expect(await call(`Bearer ${accessToken}`, { path: '/api/v1/tickets', endpoint: tickets, method: 'POST' })).toEqual(
      lacks('tickets:write'),
    )
    expect((await call(`Bearer ${accessToken}`)).status).toBe(200)
  })

  test('what the caller may not do is said before what is wrong with the request', async () => {
    expect(await call(`Bearer ${accessToken}`, { path: '/api/v1/users?limit=0', endpoint: users })).toEqual(lacks('users:read'))
  })
})

describe('methods', () => {
  test.each(everything)('%s answers its methods only; 405 with Allow', async (path, endpoint, methods) => {
    const allow = [...methods, 'HEAD', 'OPTIONS'].join(', ')
    for (const method of ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'].filter((it) => !methods.includes(it))) {
      const response = await endpoint(new Request(`http://localhost${path}`, { method }))
      expect(response.headers.get('allow')).toBe(allow)
      expect(await shown(response)).toEqual({
        status: 405,
        challenge: null,
        type: 'application/problem+json',
        cache: 'no-store',
        body: { type: 'about:blank', status: 405, code: 'method_not_allowed', detail: `This path answers ${allow}.` },
      })
    }
    const options = await endpoint(new Request(`http://localhost${path}`, { method: 'OPTIONS' }))
    expect([options.status, options.headers.get('allow')]).toEqual([204, allow])
  })

  test('HEAD is GET without its body, and needs a token all the same', async () => {
    const head = await callApi(accessToken, me, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-type'), head.body]).toEqual([200, 'application/json', null])
    const refused = await me(new Request('http://localhost/api/v1/me', { method: 'HEAD' }))
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, realm])
  })
})

describe('every call of a known session is tracked', () => {
  const tracked = async () => {
    await flushWriteBehind()
    return prisma().apiCall.findMany({
      orderBy: { id: 'asc' },
      select: { credentialId: true, sessionId: true, method: true, path: true, status: true, reason: true, ip: true },
    })
  }
  const sessionOf = async () => prisma().session.findFirstOrThrow({ select: { id: true, credentialId: true } })

  test('success and refusal, with the path but never the query', async () => {
    const { id: sessionId, credentialId } = await sessionOf()
    const startedAt = new Date()
    await callApi(accessToken, tickets, { path: '/api/v1/tickets?limit=5' })
    await callApi(accessToken, tickets, { path: '/api/v1/tickets?limit=secret-in-a-query' })
    await callApi(accessToken, users, { path: '/api/v1/users' })
    await callApi(accessToken, ticket, { path: '/api/v1/tickets/T-999999', params: { reference: 'T-999999' } })
    await callApi(accessToken, tickets, { path: '/api/v1/tickets', method: 'POST', body: { title: 'Private words' } })
    const common = { credentialId, sessionId, ip: null }
    expect(await tracked()).toEqual([
      { ...common, method: 'GET', path: '/api/v1/tickets', status: 200, reason: null },
      { ...common, method: 'GET', path: '/api/v1/tickets', status: 422, reason: 'invalid_fields' },
      { ...common, method: 'GET', path: '/api/v1/users', status: 403, reason: 'insufficient_scope' },
      { ...common, method: 'GET', path: '/api/v1/tickets/T-999999', status: 404, reason: 'not_found' },
      { ...common, method: 'POST', path: '/api/v1/tickets', status: 201, reason: null },
    ])
    const rows = await database().pool.query('SELECT t::text AS text, at, duration_ms FROM api_calls t')
    for (const row of rows.rows) {
      expect(row.text).not.toMatch(/secret-in-a-query|Private words|act_/)
      expect(row.at.getTime()).toBeGreaterThanOrEqual(startedAt.getTime())
      expect(row.duration_ms).toBeGreaterThanOrEqual(0)
    }
  })

  test('a dead session’s call, with the reason of its death', async () => {
    await prisma().session.updateMany({ data: { revokedAt: new Date() } })
    const { id: sessionId, credentialId } = await sessionOf()
    const headers = { authorization: `Bearer ${accessToken}`, 'x-forwarded-for': '203.0.113.7' }
    await me(new Request('http://localhost/api/v1/me', { headers }))
    expect(await tracked()).toEqual([
      { credentialId, sessionId, method: 'GET', path: '/api/v1/me', status: 401, reason: 'revoked', ip: '203.0.113.7' },
    ])
  })

  test('nobody’s call is not', async () => {
    await call(undefined)
    await call('Bearer act_unknown')
    await call('Bearer a b')
    expect(await tracked()).toEqual([])
  })

  test('a very long path is kept up to 500 characters', async () => {
    await callApi(accessToken, ticket, { path: `/api/v1/tickets/${'x'.repeat(2000)}`, params: { reference: 'x'.repeat(2000) } })
    expect((await tracked()).map(({ path, status }) => [path.length, status])).toEqual([[500, 404]])
  })

  test('refused calls do not keep a session alive, answered ones do', async () => {
    const used = async () => {
      await flushWriteBehind()
      return (await prisma().session.findFirstOrThrow()).lastUsedAt.getTime()
    }
    await prisma().session.updateMany({ data: { lastUsedAt: new Date(Date.now() - 600_000) } })
    const idle = await used()
    await prisma().session.updateMany({ data: { revokedAt: new Date() } })
    await callApi(accessToken)
    expect(await used()).toBe(idle)
    await prisma().session.updateMany({ data: { revokedAt: null } })
    await callApi(accessToken)
    expect(await used()).toBeGreaterThan(idle)
  })
})

describe('when the database is gone', () => {
  test('the answer is 503 with Retry-After, and once it is back calls work without a restart', async () => {
    const working = database()
    const nowhere = new pg.Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 2000 })
    setDatabase({ ...working, pool: nowhere, lookUps: nowhere })
    try {
      const response = await me(new Request('http://localhost/api/v1/me', { headers: { authorization: `Bearer ${accessToken}` } }))
      expect(response.headers.get('retry-after')).toBe('5')
      expect(await shown(response)).toEqual({
        status: 503,
        challenge: null,
        type: 'application/problem+json',
        cache: 'no-store',
        body: {
          type: 'about:blank',
          status: 503,
          code: 'unavailable',
          detail: 'The server cannot reach its database. Try again in a few seconds.',
        },
      })
    } finally {
      setDatabase(working)
      await nowhere.end()
    }
    expect((await call(`Bearer ${accessToken}`)).status).toBe(200)
  })
})
