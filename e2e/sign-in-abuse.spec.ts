import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import pg from 'pg'
import { signIn } from './builder'
import { baseUrl, databaseUrl, demoPassword, serverLog } from './environment'
import { forgetFailures, grant, lanes, newClient, post, send } from './protocol'

test.beforeEach(forgetFailures)
test.afterAll(forgetFailures)

const ada = 'ada@demo.example'

/** A form of the sign-in page: its token and the cookie that goes with it. */
async function signInForm(server: string, email = ada, password = demoPassword) {
  const csrf = await send(`${server}/api/auth/csrf`, {})
  const cookie = csrf.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ')
  const body = { email, password, csrfToken: String(csrf.body?.csrfToken), json: 'true' }
  return () => post(`${server}/api/auth/callback/credentials`, body, { cookie })
}

/** What the server has written since `from` that is worth more than debug. */
async function loggedSince(log: string, from: number) {
  const lines = (await readFile(log, 'utf8')).slice(from).split('\n').filter(Boolean)
  return lines.filter((line) => !/^\{"level":(10|20),/.test(line))
}

for (const { lane, server } of lanes) {
  test(`${lane}: what strangers send below /api/auth is never a 5xx and logs nothing above debug`, async () => {
    const log = server === baseUrl ? serverLog : `${serverLog}.next`
    const before = (await readFile(log, 'utf8')).length
    const planted = ['javascript:alert(1)', ':', 'http://']
    const asked: [path: string, status: number, headers?: Record<string, string>][] = [
      ['callback/credentials', 405],
      ['csrf?callbackUrl=:', 200],
      ['%', 400],
      ['session/%ff', 400],
      ['%41', 404],
      ['_log', 404],
      ['verify-request', 404],
      ['error?error=%0d%0a', 302],
      ...['', '__Secure-'].flatMap((prefix) =>
        planted.map((value): [string, number, Record<string, string>] => [
          'session',
          200,
          { cookie: `${prefix}next-auth.callback-url=${value}` },
        ]),
      ),
      ['session', 200, { cookie: 'next-auth.session-token=garbage; next-auth.csrf-token=|' }],
    ]
    for (const [path, status, headers] of asked) {
      const answer = await send(`${server}/api/auth/${path}`, { headers })
      expect({ path, headers, status: answer.status }).toEqual({ path, headers, status })
    }
    expect((await post(`${server}/api/auth/_log`, { level: 'error', code: 'PLANTED', message: 'by a stranger' })).status).toBe(404)
    expect(await loggedSince(log, before)).toEqual([])
  })
}

test('a path that cannot be decoded is 400 on pages too', async () => {
  for (const path of ['/%', '/user-management/application-credentials/%', '/user-management/application-credentials/%ff'])
    expect({ path, status: (await send(`${baseUrl}${path}`, {})).status }).toEqual({ path, status: 400 })
})

test('a planted callback-url cookie takes no page away from the person who has it', async ({ page }) => {
  await signIn(page, ada)
  const value = 'javascript:alert(1)'
  await page.context().addCookies([{ name: 'next-auth.callback-url', value, url: baseUrl }])
  await page.goto('/account')
  await expect(page.getByRole('heading', { name: 'My account' })).toBeVisible()
})

test('50 parallel sign-ins from one address: 503 with Retry-After beyond the bounded queue, and tokens are answered throughout', async () => {
  const key = await newClient()
  const forms = await Promise.all(Array.from({ length: 50 }, () => signInForm(baseUrl)))
  let isOver = false
  const flood = Promise.all(forms.map((submit) => submit())).finally(() => {
    isOver = true
  })
  let tokens = 0
  while (!isOver) {
    expect(await grant(baseUrl, key)).toMatch(/^act_/)
    tokens += 1
  }
  const answers = await flood
  const signedIn = answers.filter(({ status }) => status === 200)
  const refused = answers.filter(({ status }) => status === 503)
  expect(signedIn.length).toBeGreaterThanOrEqual(8)
  expect(refused.length).toBe(50 - signedIn.length)
  expect(refused.length).toBeGreaterThan(0)
  for (const { headers, body } of refused) {
    expect(headers.get('retry-after')).toBe('5')
    expect(headers.getSetCookie()).toEqual([])
    expect(body).toEqual({ url: `${baseUrl}/sign-in?error=busy` })
  }
  expect(tokens).toBeGreaterThan(20)
})

test('the sign-in page says that the server is busy, and keeps what was typed', async ({ page }) => {
  // Sign-ins that cannot count their try keep their places.
  const client = new pg.Client(databaseUrl)
  await client.connect()
  await page.goto('/sign-in')
  const forms = await Promise.all(Array.from({ length: 10 }, () => signInForm(baseUrl)))
  await client.query('BEGIN; LOCK TABLE failed_attempts IN ACCESS EXCLUSIVE MODE')
  let busy = 0
  const waiting = forms.map(async (submit) => {
    const { status } = await submit()
    if (status === 503) busy += 1
    return status
  })
  await page.getByLabel('Email').fill(ada)
  await page.getByLabel('Password').fill(demoPassword)
  await expect.poll(() => busy).toBe(2)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'The server is busy. Try again in a few seconds.' })).toBeVisible()
  await expect(page.getByLabel('Email')).toHaveValue(ada)
  await expect(page.getByLabel('Password')).toHaveValue(demoPassword)
  await client.query('ROLLBACK')
  await client.end()
  expect((await Promise.all(waiting)).sort()).toEqual([...Array(8).fill(200), 503, 503])
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Application Credentials', level: 1 })).toBeVisible()
})

test('a token that another tab has replaced is fetched anew: whoever signs in there is signed in', async ({ page }) => {
  await page.goto(`${baseUrl}/sign-in`)
  await page.waitForLoadState('networkidle')
  let isFirst = true
  // As if another tab had asked in between: its answer sets another cookie.
  await page.route('**/api/auth/callback/credentials', async (route) => {
    if (isFirst) await page.context().clearCookies({ name: /csrf-token/ })
    isFirst = false
    await route.continue({ headers: { ...route.request().headers(), cookie: '' } }).catch(() => {})
    await page.unroute('**/api/auth/callback/credentials')
  })
  await page.getByLabel('Email').fill('ben@demo.example')
  await page.getByLabel('Password').fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Application Credentials', level: 1 })).toBeVisible()
})
