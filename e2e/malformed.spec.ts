import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { baseUrl } from './environment'
import { send } from './protocol'
import { raw } from './raw-http'

const page = `${baseUrl}/user-management/application-credentials`

/** An action of the build. */
const [action = ''] = Object.keys(JSON.parse(readFileSync('.next/server/server-reference-manifest.json', 'utf8')).node)

const cases: [name: string, url: string, init: Parameters<typeof send>[1], status: number][] = [
  ['TRACE', page, { method: 'TRACE' }, 405],
  ['PUT', page, { method: 'PUT', body: 'x' }, 405],
  ['a router state that cannot be read', page, { headers: { rsc: '1', 'next-router-state-tree': 'garbage' } }, 400],
  ['a broken multipart body', `${baseUrl}/sign-in`, { method: 'POST', body: 'x', headers: { 'content-type': 'multipart/form-data' } }, 415],
  ['an action from elsewhere', page, { method: 'POST', body: '[]', headers: { 'next-action': 'x', origin: 'http://evil' } }, 403],
  ['arguments that are none', page, { method: 'POST', body: 'x', headers: { 'next-action': action, origin: baseUrl } }, 400],
  ['an action that is none', page, { method: 'POST', body: '[]', headers: { 'next-action': 'x', origin: baseUrl } }, 404],
  ['the page for failures', `${baseUrl}/_global-error`, {}, 404],
  ['images to be optimized', `${baseUrl}/_next/image?url=%2Ficon.svg&w=64&q=75`, {}, 404],
]
for (const [name, url, { method = 'GET', body, headers = {} }, status] of cases) {
  test(`a page answers ${status}, not 5xx: ${name}`, async () => {
    // By hand: fetch sends no TRACE.
    const lines = Object.entries({
      ...headers,
      host: new URL(url).host,
      connection: 'close',
      'content-length': `${String(body ?? '').length}`,
    })
    const head = [`${method} ${url.slice(baseUrl.length)} HTTP/1.1`, ...lines.map(([header, value]) => `${header}: ${value}`)]
    expect((await raw(baseUrl, `${head.join('\r\n')}\r\n\r\n${body ?? ''}`)).status).toBe(status)
  })
}

test('two Host headers are 400, whatever is asked for', async () => {
  for (const path of ['/sign-in', '/api/v1/me', '/Auth/OAuth/Token'])
    expect((await raw(baseUrl, `GET ${path} HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n`)).status).toBe(400)
})

test('what is not found under a prefix of machine paths is a page under the same policy as any', async () => {
  for (const path of ['/Auth/OAuth/Nope', '/OAuth', '/api/nope', '/api/healthy', '/.well-known/nope']) {
    const { status, headers } = await send(`${baseUrl}${path}`, {})
    expect({ path, status, policy: headers.get('content-security-policy') }).toEqual({
      path,
      status: 404,
      policy: expect.stringContaining("default-src 'none'"),
    })
  }
})

test('/api/v1/ is answered in JSON', async () => {
  for (const path of ['/api/v1', '/api/v1/']) {
    const { status, body, headers } = await send(`${baseUrl}${path}`, {})
    expect([status, headers.get('content-type'), body?.code]).toEqual([404, 'application/problem+json', 'not_found'])
  }
})
