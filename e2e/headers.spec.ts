import { expect, test } from '@playwright/test'
import { screen, signIn } from './builder'
import { baseUrl } from './environment'

test('every page carries the security headers, a nonce of its own, and is stored nowhere', async ({ page }) => {
  await signIn(page, 'ben@demo.example')
  const nonces = new Set<string>()
  for (const path of [screen, '/sign-in', '/nowhere', screen]) {
    const headers = (await page.goto(path))?.headers() ?? {}
    const policy = headers['content-security-policy'] ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? '')
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
    expect(headers['cache-control']).toContain('no-store')
    // Told over plain HTTP, a browser would never come back here.
    expect(headers['strict-transport-security']).toBeUndefined()
  }
  expect(nonces.size).toBe(4)
})

test('a header sent by the caller can neither choose the nonce nor pass for TLS', async () => {
  const response = await fetch(`${baseUrl}/sign-in`, {
    headers: { 'x-nonce': 'chosen', 'content-security-policy': "script-src 'unsafe-inline'", 'x-forwarded-proto': 'https' },
  })
  expect(response.headers.get('content-security-policy')).not.toMatch(/chosen|script-src[^;]*unsafe/)
  expect(await response.text()).not.toContain('chosen')
  expect(response.headers.get('strict-transport-security')).toBeNull()
})

test('every answer to a program says that its content is what it is called', async () => {
  const paths: [path: string, status: number, method?: string][] = [
    ['/api/health', 200],
    ['/api/health', 200, 'HEAD'],
    ['/api/health/ready', 200],
    ['/api/health/live', 200],
    ['/.well-known/oauth-authorization-server', 200],
    ['/api/v1/me', 401],
    ['/api/v1/nowhere', 404],
    ['/Auth/OAuth/Token', 204, 'OPTIONS'],
    ['/oauth/token', 405],
    ['/Auth/OAuth/Token', 400, 'POST'],
  ]
  const seen = []
  for (const [path, , method = 'GET'] of paths) {
    const { status, headers } = await fetch(`${baseUrl}${path}`, { method })
    seen.push([path, status, method, headers.get('x-content-type-options'), headers.get('strict-transport-security')])
  }
  expect(seen).toEqual(paths.map(([path, status, method = 'GET']) => [path, status, method, 'nosniff', null]))
})
