import { expect, test } from '@playwright/test'
import { screen, signIn } from './builder'
import { baseUrl } from './environment'
import { insertCredentials, withoutCredentials } from './sample-credentials'

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

test('headers that Next uses between its own parts open nothing', async () => {
  const sent: Record<string, string>[] = [
    ...['middleware', 'src/middleware', 'proxy', 'src/proxy'].map((name) => ({ 'x-middleware-subrequest': Array(5).fill(name).join(':') })),
    { 'x-middleware-next': '1', 'x-middleware-rewrite': '/sign-in', 'x-middleware-override-headers': 'cookie' },
    { 'x-invoke-path': screen, 'x-invoke-status': '200', 'x-matched-path': screen, 'x-nextjs-data': '1' },
  ]
  for (const headers of sent) {
    const page = await fetch(`${baseUrl}${screen}`, { headers, redirect: 'manual' })
    expect([headers, page.status, page.headers.get('location')]).toEqual([headers, 307, expect.stringMatching(/^\/sign-in\?/)])
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect((await fetch(`${baseUrl}/api/v1/me`, { headers })).status).toBe(401)
  }
})

test('a name meant as markup is text on the page and in its source', async ({ page }) => {
  const cleo = 'cleo@demo.example'
  const name = `</script><script>document.title='owned'</script><img src=x onerror="document.title='owned'">`
  await withoutCredentials(cleo)
  await insertCredentials(cleo, [{ name }])
  await signIn(page, cleo)
  const source = await (await page.goto(screen))?.text()
  await expect(page.getByRole('rowheader', { name })).toHaveText(name)
  expect(source).not.toMatch(/<script>document|<img src=x/)
  await page.waitForLoadState('networkidle')
  expect(await page.title()).not.toBe('owned')
  await withoutCredentials(cleo)
})
