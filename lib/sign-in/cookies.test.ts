import { NextRequest } from 'next/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import { type Person, password, person } from '@/lib/testing/company'
import { handleAuth } from './handle-auth'

useTestDatabase()

let user: Person

beforeEach(async () => {
  user = await person(['Team Member'], ['Viewer'])
})
afterEach(() => {
  vi.unstubAllEnvs()
})

/** Signs in and out where the product has this address; every cookie that was set meanwhile. */
async function cookiesAt(origin: string) {
  vi.stubEnv('NEXTAUTH_URL', origin)
  const ask = async (path: string, cookies: string[] = [], fields?: Record<string, string>) => {
    const headers = {
      cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; '),
      'content-type': 'application/x-www-form-urlencoded',
    }
    const body = fields && String(new URLSearchParams({ ...fields, json: 'true' }))
    const request = new NextRequest(`${origin}/api/auth/${path}`, { method: fields ? 'POST' : 'GET', headers, body })
    return handleAuth(request, { params: Promise.resolve({ nextauth: path.split('/') }) })
  }
  const csrf = await ask('csrf')
  const form = csrf.headers.getSetCookie()
  const { csrfToken } = await csrf.json()
  const session = (await ask('callback/credentials', form, { email: user.email, password, csrfToken })).headers.getSetCookie()
  expect(session.join()).toContain('session-token=')
  return [...form, ...session, ...(await ask('signout', [...form, ...session], { csrfToken })).headers.getSetCookie()]
}

test.each([
  ['http://localhost:3000', false],
  ['https://credentials.example', true],
])('cookies are HttpOnly and SameSite=Lax, and Secure behind TLS: %s', async (origin, isSecure) => {
  const cookies = await cookiesAt(origin)
  expect(cookies.length).toBeGreaterThanOrEqual(3)
  for (const cookie of cookies) {
    expect(cookie).toMatch(/; HttpOnly/)
    expect(cookie).toMatch(/; SameSite=Lax/)
    expect(/; Secure/.test(cookie), cookie).toBe(isSecure)
    expect(/^__(Host|Secure)-/.test(cookie), cookie).toBe(isSecure)
  }
})
