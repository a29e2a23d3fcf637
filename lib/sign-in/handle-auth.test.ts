import { NextRequest } from 'next/server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { database, prisma, setDatabase } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { log } from '@/lib/log'
import { type Person, password, person } from '@/lib/testing/company'
import { withPasswordPlace } from '@/lib/users/password-places'
import { sessionOf } from './ask-next-auth'
import { handleAuth } from './handle-auth'

useTestDatabase()

const address = '198.51.100.7'
const form = { 'content-type': 'application/x-www-form-urlencoded' }

let user: Person

beforeAll(() => {
  // As lib/setup/register.ts leaves it: links and redirects never come from a Host header.
  vi.stubEnv('NEXTAUTH_URL', 'http://localhost:3000')
})
afterAll(() => {
  vi.unstubAllEnvs()
})
beforeEach(async () => {
  user = await person(['Team Member'], ['Viewer'])
  for (const level of ['error', 'warn', 'info'] as const) vi.spyOn(log(), level)
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** Asks as a browser would; `path` is what follows /api/auth/, its query included. */
async function ask(method: string, path: string, { headers = {}, body }: { headers?: Record<string, string>; body?: string } = {}) {
  const request = new NextRequest(`http://localhost:3000/api/auth/${path}`, {
    method,
    headers: { 'x-forwarded-for': address, ...headers },
    body,
  })
  const nextauth = path.replace(/\?.*/, '').split('/')
  return handleAuth(request, { params: Promise.resolve({ nextauth }) })
}

const logged = () => (['error', 'warn', 'info'] as const).flatMap((level) => vi.mocked(log()[level]).mock.calls)
const cookiesOf = (response: Response) => response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')

/** What the page sends: the token of its own cookie with every form. */
async function post(path: string, fields: Record<string, string>, cookies: string[] = []) {
  const csrf = await ask('GET', 'csrf')
  const { csrfToken } = await csrf.json()
  const headers = { ...form, cookie: [...cookiesOf(csrf), ...cookies].join('; ') }
  return ask('POST', path, { headers, body: String(new URLSearchParams({ ...fields, csrfToken, json: 'true' })) })
}

const signIn = (fields: Record<string, string> = {}) => post('callback/credentials', { email: user.email, password, ...fields })
const sent = (cookies: string[]) => cookies.map((cookie) => ({ name: cookie.split('=')[0] ?? '', value: cookie.replace(/^[^=]*=/, '') }))

describe('what the product uses of next-auth', () => {
  test('signing in, being signed in, signing out', async () => {
    const signedIn = await signIn()
    expect(signedIn.status).toBe(200)
    expect(await signedIn.json()).toEqual({ url: 'http://localhost:3000' })
    const cookies = cookiesOf(signedIn)
    expect(cookies).toEqual([expect.stringMatching(/^next-auth\.session-token=./)])
    const headers = { cookie: cookies.join('; ') }
    expect(await (await ask('GET', 'session', { headers })).json()).toMatchObject({ user: { email: user.email } })
    expect(await sessionOf(sent(cookies))).toMatchObject({ user: { email: user.email } })
    const signedOut = await post('signout', {}, cookies)
    expect(cookiesOf(signedOut)).toContain('next-auth.session-token=')
    expect(await (await ask('GET', 'session', { headers })).json()).toMatchObject({ ended: 'ended' })
    expect(await sessionOf([])).toBeNull()
  })

  test('a wrong password, and every reason that may be told', async () => {
    const wrong = await signIn({ password: 'wrong' })
    expect(wrong.status).toBe(401)
    expect(new URL((await wrong.json()).url).searchParams.get('error')).toBe('CredentialsSignin')
    await prisma().user.update({ where: { id: user.id }, data: { disabledAt: new Date() } })
    expect(new URL((await (await signIn()).json()).url).searchParams.get('error')).toBe('disabled')
  })

  test('without the token of its own form nobody is signed in', async () => {
    const body = String(new URLSearchParams({ email: user.email, password, csrfToken: 'guessed', json: 'true' }))
    const response = await ask('POST', 'callback/credentials', { headers: form, body })
    expect(cookiesOf(response).join()).not.toContain('session-token')
    expect(await prisma().signIn.count()).toBe(0)
  })

  test.each(['signin', 'signout', 'error'])('GET %s leads to the sign-in page', async (path) => {
    const response = await ask('GET', `${path}?callbackUrl=https://evil.example&error=x`)
    expect({ status: response.status, location: response.headers.get('location') }).toEqual({ status: 302, location: '/sign-in' })
  })
})

describe('what it does not', () => {
  test('`POST /api/auth/_log` writes into our log without sign-in → 404', async () => {
    const body = 'level=error&code=EVIL&message=planted'
    expect((await ask('POST', '_log', { headers: form, body })).status).toBe(404)
    expect(logged()).toEqual([])
  })

  const paths = [
    'signin/credentials',
    'verify-request',
    'callback',
    'callback/x',
    'session/x',
    '__proto__',
    'constructor',
    'SESSION',
    'a%2Fb',
    '',
  ]
  test.each(paths)('%j is 404 with every method', async (path) => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expect((await ask(method, path)).status, method).toBe(404)
  })

  test.each([
    ['callback/credentials', 'GET', 'POST, OPTIONS'],
    ['callback/credentials', 'HEAD', 'POST, OPTIONS'],
    ['session', 'POST', 'GET, HEAD, OPTIONS'],
    ['csrf', 'POST', 'GET, HEAD, OPTIONS'],
    ['providers', 'DELETE', 'GET, HEAD, OPTIONS'],
    ['signin', 'POST', 'GET, HEAD, OPTIONS'],
    ['signout', 'PUT', 'GET, POST, HEAD, OPTIONS'],
  ])('%s is 405 with %s, and says what is allowed', async (path, method, allow) => {
    const response = await ask(method, path)
    expect({ status: response.status, allow: response.headers.get('allow') }).toEqual({ status: 405, allow })
  })
})

describe('garbage is answered with 4xx or rightly, and logs nothing above debug', () => {
  const values = [
    'javascript:alert(1)',
    ':',
    '%',
    '%ff',
    'a|b',
    '|',
    'a.b.c',
    'http://',
    '"',
    `${btoa('{"alg":"dir","enc":"A256GCM"}')}..AAAA.AAAA.AAAA`,
  ]
  const names = ['callback-url', 'csrf-token', 'session-token', 'session-token.0', 'session-token.__proto__']

  test.each(names.flatMap((name) => ['', '__Secure-', '__Host-'].map((prefix) => `${prefix}next-auth.${name}`)))(
    'cookie %s',
    async (name) => {
      for (const value of values) {
        const headers = { ...form, cookie: `${name}=${value}` }
        for (const path of ['session', 'csrf', 'providers'])
          expect((await ask('GET', path, { headers })).status, `${path} ${value}`).toBe(200)
        for (const path of ['signout', 'callback/credentials'])
          expect((await ask('POST', path, { headers, body: 'csrfToken=x' })).status, `${path} ${value}`).toBe(302)
        expect(await sessionOf([{ name, value }])).toBeNull()
      }
      expect(logged()).toEqual([])
    },
  )

  test.each([
    'callbackUrl=:',
    'callbackUrl=javascript:alert(1)',
    'callbackUrl=%',
    'callbackUrl=http://',
    'error=%00',
    'nextauth=x',
    'x[]=y',
  ])('query %s', async (query) => {
    for (const path of ['session', 'csrf', 'providers']) expect((await ask('GET', `${path}?${query}`)).status).toBe(200)
    for (const path of ['signin', 'signout', 'error']) expect((await ask('GET', `${path}?${query}`)).status).toBe(302)
    expect((await ask('GET', `callback/credentials?${query}`)).status).toBe(405)
    expect(logged()).toEqual([])
  })

  test.each([
    ['{', 'application/json', 415],
    ['null', 'application/json', 415],
    ['--x', 'multipart/form-data; boundary=x', 415],
    ['', 'text/plain', 415],
    [`password=${'x'.repeat(20_000)}`, 'application/x-www-form-urlencoded', 413],
    ['a=b', 'application/x-www-form-urlencoded; charset=x', 302],
  ])('body %.20j of %s', async (body, type, status) => {
    for (const path of ['signout', 'callback/credentials'])
      expect((await ask('POST', path, { headers: { 'content-type': type }, body })).status).toBe(status)
    expect(logged()).toEqual([])
  })

  test.each<Record<string, string>>([
    { callbackUrl: ':' },
    { callbackUrl: 'http://' },
    { callbackUrl: '/😀' },
    { email: '\0' },
    { password: '\ud800' },
    { timeZone: '\0' },
  ])('field %j', async (field) => {
    const response = await signIn(field)
    expect(response.status).toBeLessThan(500)
    expect(logged()).toEqual([])
  })

  test('an upload that is cut off', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('aborted')) })
    const init = { method: 'POST', headers: form, body, duplex: 'half' as const }
    const request = new NextRequest('http://localhost:3000/api/auth/callback/credentials', init)
    const response = await handleAuth(request, { params: Promise.resolve({ nextauth: ['callback', 'credentials'] }) })
    expect(response.status).toBe(400)
    expect(logged()).toEqual([])
  })
})

test('beyond the bounded queue: 503 with Retry-After, and the page that signs in is told why', async () => {
  let letGo = () => {}
  const until = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const holding = Array.from({ length: 8 }, () => withPasswordPlace(address, () => until))
  const response = await signIn()
  expect({ status: response.status, retryAfter: response.headers.get('retry-after') }).toEqual({ status: 503, retryAfter: '5' })
  expect(await response.json()).toEqual({ url: 'http://localhost:3000/sign-in?error=busy' })
  expect(cookiesOf(response)).toEqual([])
  expect(await prisma().failedAttempts.count()).toBe(0)
  letGo()
  await Promise.all(holding)
  expect((await signIn()).status).toBe(200)
})

test('an outage of the database signs nobody out: 503, and the cookies stay', async () => {
  const cookies = cookiesOf(await signIn())
  const headers = { cookie: cookies.join('; ') }
  const working = database()
  setDatabase(undefined)
  try {
    const asked = await ask('GET', 'session', { headers })
    expect({ status: asked.status, retryAfter: asked.headers.get('retry-after') }).toEqual({ status: 503, retryAfter: '5' })
    expect(cookiesOf(asked)).toEqual([])
    await expect(sessionOf(sent(cookies))).rejects.toThrow('Database is not open')
    const signedIn = await signIn()
    expect(signedIn.status).toBe(503)
    expect(await signedIn.json()).toEqual({ url: 'http://localhost:3000/sign-in?error=unavailable' })
    expect(log().error).toHaveBeenCalled()
  } finally {
    setDatabase(working)
  }
  expect(await sessionOf(sent(cookies))).toMatchObject({ user: { email: user.email } })
})
