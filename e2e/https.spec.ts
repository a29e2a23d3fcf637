import { expect, test } from '@playwright/test'
import { databaseUrl } from './environment'
import { type Started, startProduct, stop, untilPrinted } from './processes'
import { inBody, newClient, post, send } from './protocol'

let behindProxy: Started

test.beforeAll(async () => {
  behindProxy = startProduct(3232, { DATABASE_URL: databaseUrl, TRUST_PROXY: '1', PUBLIC_URL: 'https://credentials.example' })
  await untilPrinted(behindProxy, 'is ready')
})
test.afterAll(async () => {
  expect(await stop(behindProxy)).toBe(0)
})

const outside = '203.0.113.5'
const paths = ['/Auth/OAuth/Token', '/api/v1/me', '/sign-in', '/api/auth/csrf', '/']

test('plain HTTP from another machine is refused on every path, before anything is read', async () => {
  for (const path of paths) {
    const { status, body, headers } = await send(behindProxy.url + path, {
      headers: { 'x-forwarded-for': outside, 'x-forwarded-proto': 'http' },
    })
    expect({ path, status, body }).toEqual({
      path,
      status: 403,
      body: { error: 'invalid_request', error_description: 'Use HTTPS: this server does not answer plain HTTP from other machines.' },
    })
    expect(headers.get('strict-transport-security')).toBeNull()
  }
})

test('over TLS it answers, with HSTS; sign-in cookies are Secure', async () => {
  const tls = { 'x-forwarded-for': outside, 'x-forwarded-proto': 'https', 'x-forwarded-host': 'credentials.example' }
  const key = await newClient()
  const granted = await post(`${behindProxy.url}/Auth/OAuth/Token`, { grant_type: 'client_credentials', ...inBody(key) }, tls)
  expect(granted.status).toBe(200)
  expect(granted.headers.get('strict-transport-security')).toBe('max-age=31536000')
  const page = await send(`${behindProxy.url}/sign-in`, { headers: tls })
  expect(page.headers.get('strict-transport-security')).toBe('max-age=31536000')
  const csrf = await send(`${behindProxy.url}/api/auth/csrf`, { headers: tls })
  expect(csrf.headers.get('set-cookie')).toContain('__Host-next-auth.csrf-token=')
  expect(csrf.headers.get('set-cookie')).toMatch(/; Secure/i)
})

test('this machine itself may use plain HTTP', async () => {
  expect((await send(`${behindProxy.url}/api/health`, {})).status).toBe(200)
})

test('without TRUST_PROXY, forwarding headers neither prove TLS nor change the address', async () => {
  const server = startProduct(3233, { DATABASE_URL: databaseUrl })
  await untilPrinted(server, 'is ready')
  const { status, headers } = await send(`${server.url}/api/health`, {
    headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': outside },
  })
  expect({ status, hsts: headers.get('strict-transport-security') }).toEqual({ status: 200, hsts: null })
  expect(await stop(server)).toBe(0)
})

test('ALLOW_INSECURE_HTTP=true lifts the rule', async () => {
  const server = startProduct(3233, { DATABASE_URL: databaseUrl, TRUST_PROXY: '1', ALLOW_INSECURE_HTTP: 'true' })
  await untilPrinted(server, 'is ready')
  const { status } = await send(`${server.url}/api/health`, { headers: { 'x-forwarded-for': outside, 'x-forwarded-proto': 'http' } })
  expect(status).toBe(200)
  expect(await stop(server)).toBe(0)
})

test('redirects stay on this server whatever Host and forwarding headers say', async () => {
  const evil = { 'x-forwarded-host': 'evil.example', host: 'evil.example', 'x-forwarded-proto': 'https', 'x-forwarded-for': outside }
  const { status, headers } = await send(`${behindProxy.url}/user-management/application-credentials`, { headers: evil })
  expect(status).toBe(307)
  expect(headers.get('location')).toBe('/sign-in?next=%2Fuser-management%2Fapplication-credentials')
})
