import { expect, test } from '@playwright/test'
import { type ShownKey, screen, signIn } from './builder'
import { baseUrl, databaseUrl, demoPassword, nextUrl, sql } from './environment'
import { startProduct, stop, untilPrinted } from './processes'
import { forgetFailures, inBody, newClient, post } from './protocol'

const [first, second] = [{ server: baseUrl }, { server: nextUrl }]
const ask = (key: ShownKey, server = first.server, headers = {}) =>
  post(`${server}/Auth/OAuth/Token`, { grant_type: 'client_credentials', ...inBody(key) }, headers)
const guess = (key: ShownKey, server = first.server, headers = {}) => ask({ ...key, secret: 'acs_wrong' }, server, headers)

test.beforeEach(forgetFailures)
test.afterAll(forgetFailures)

test('wrong secrets slow down per client and address, with 429 and Retry-After, in every process', async () => {
  const key = await newClient()
  for (let i = 0; i < 10; i++) expect((await guess(key, i % 2 ? first.server : second.server)).status).toBe(401)
  for (const server of [first.server, second.server]) {
    const { status, body, headers } = await guess(key, server)
    expect(status).toBe(429)
    expect(body).toEqual({
      error: 'invalid_client',
      error_description: expect.stringMatching(
        /^Unknown client_id or wrong client_secret, and too many failed attempts from this address\. .* in \d+ seconds\.$/,
      ),
    })
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(30)
  }
  // A right secret is never throttled, nor is another client there.
  for (const server of [first.server, second.server]) expect((await ask(key, server)).status).toBe(200)
  expect((await guess(await newClient())).status).toBe(401)
})

test('an unknown client slows down just the same', async () => {
  const unknown = { clientId: '7c5a52a8-6f5c-4ee4-8a8c-5fd26c1f8a10', secret: 'acs_any' }
  for (let i = 0; i < 10; i++) expect((await ask(unknown)).status).toBe(401)
  expect((await ask(unknown)).status).toBe(429)
})

test('the window slides: waiting as long as Retry-After says is enough', async () => {
  const key = await newClient()
  for (let i = 0; i < 10; i++) await guess(key)
  const { status, headers } = await guess(key)
  expect(status).toBe(429)
  const wait = Number(headers.get('retry-after'))
  await sql('UPDATE failed_attempts SET at = at - make_interval(secs => $1)', [wait - 2])
  expect((await guess(key)).status).toBe(429)
  await sql("UPDATE failed_attempts SET at = at - interval '2 s'")
  expect((await guess(key)).status).toBe(401)
})

test('one address is slowed down whatever client ids it tries, and a genuine program there is not', async () => {
  const key = await newClient()
  for (let i = 0; i < 60; i++) expect((await ask({ clientId: `guess-${i}`, secret: 'acs_any' })).status).toBe(401)
  expect((await ask({ clientId: 'guess-60', secret: 'acs_any' })).status).toBe(429)
  expect((await guess(key)).status).toBe(429)
  const { status, body } = await ask(key)
  expect(status).toBe(200)
  const inspected = await post(`${first.server}/Auth/OAuth/Introspect`, { ...inBody(key), token: String(body?.access_token) })
  expect(inspected).toMatchObject({ status: 200, body: { active: true } })
})

test('a web page of another site cannot slow its visitors’ address down', async ({ page }) => {
  const body = { grant_type: 'client_credentials', client_id: 'x', client_secret: 'y' }
  const fields = Object.entries(body).map(([name, value]) => `<input name="${name}" value="${value}">`)
  await page.setContent(`<form method="post" action="${baseUrl}/Auth/OAuth/Token">${fields.join('')}<button>Win a prize</button></form>`)
  const answered = page.waitForResponse((response) => response.url().endsWith('/Auth/OAuth/Token'))
  await page.getByRole('button', { name: 'Win a prize' }).click()
  expect((await answered).status()).toBe(403)
  expect(await sql('SELECT * FROM failed_attempts')).toEqual([])
})

test('a stranger’s failures are the stranger’s: a mistake from another address is looked at', async () => {
  const server = startProduct(3231, { DATABASE_URL: databaseUrl, TRUST_PROXY: '1' })
  await untilPrinted(server, 'is ready')
  const key = await newClient()
  const from = (address: string) => ({ 'x-forwarded-for': address, 'x-forwarded-proto': 'https' })
  for (let i = 0; i < 10; i++) expect((await guess(key, server.url, from('203.0.113.66'))).status).toBe(401)
  expect((await guess(key, server.url, from('203.0.113.66'))).status).toBe(429)
  expect((await guess(key, server.url, from('198.51.100.7'))).status).toBe(401)
  // What the stranger writes into the header in front of the proxy's entry is not believed.
  expect((await guess(key, server.url, from('198.51.100.7, 203.0.113.66'))).status).toBe(429)
  expect((await ask(key, server.url, from('203.0.113.66'))).status).toBe(200)
  expect(await stop(server)).toBe(0)
})

test('without TRUST_PROXY nobody can pose as another address to get round it', async () => {
  const key = await newClient()
  for (let i = 0; i < 10; i++) expect((await guess(key, baseUrl, { 'x-forwarded-for': `198.51.100.${i}` })).status).toBe(401)
  expect((await guess(key, baseUrl, { 'x-forwarded-for': '198.51.100.99' })).status).toBe(429)
})

test('successful requests leave no trace in the store and are never slowed down', async () => {
  const key = await newClient()
  for (let i = 0; i < 100; i++) expect((await ask(key)).status).toBe(200)
  expect(await sql('SELECT * FROM failed_attempts')).toEqual([])
})

test('refusals by strangers do not fill the activity: a hundred an hour are listed, all are counted, and the owner can see it', async ({
  page,
}) => {
  // The next hour has room for a hundred more: one that is about to end is waited out.
  test.setTimeout(120_000)
  const msLeft = 3_600_000 - (Date.now() % 3_600_000)
  if (msLeft < 30_000) await page.waitForTimeout(msLeft + 1_000)
  const key = await newClient()
  for (let i = 0; i < 130; i++) await guess(key, i % 2 ? first.server : second.server)
  const counts = () =>
    sql(
      `SELECT (SELECT count(*)::int FROM api_calls a WHERE a.credential_id = c.id) AS listed,
         (SELECT sum(refused)::int FROM api_call_hours h WHERE h.credential_id = c.id) AS counted
       FROM application_credentials c WHERE client_id = $1`,
      [key.clientId],
    )
  await expect.poll(counts).toEqual([{ listed: 100, counted: 130 }])
  const [{ id } = { id: '' }] = await sql<{ id: string }>('SELECT id FROM application_credentials WHERE client_id = $1', [key.clientId])
  await signIn(page, 'ada@demo.example')
  await page.goto(`${screen}/${id}`)
  await expect(page.getByText(/^30 more refused token requests of the last 30 days are counted but not listed/)).toBeVisible()
})

test('sign-in is slowed down per account and address; the text does not tell whether the person exists', async ({ page }) => {
  for (const email of ['ada@demo.example', 'nobody@demo.example']) {
    await page.goto('/sign-in')
    for (let i = 0; i < 11; i++) {
      await page.getByLabel('Email').fill(email)
      await page.getByLabel('Password').fill(`wrong ${i}`)
      const answered = page.waitForResponse((response) => response.url().includes('/callback/credentials'))
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await answered
    }
    await expect(page.getByRole('alert').filter({ hasText: 'Too many attempts' })).toBeVisible()
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill(demoPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'Too many attempts' })).toBeVisible()
  }
})

test('unknown client and wrong secret take the same time: median ratio below 1.2 over interleaved requests', async () => {
  const key = await newClient()
  const unknown = { clientId: '0d8f3c1e-94c1-4a5e-8d3c-0d1f6a0f9a11', secret: key.secret }
  const times: Record<'unknown' | 'wrong', number[]> = { unknown: [], wrong: [] }
  for (let i = 0; i < 300; i++) {
    if (i % 4 === 0) await forgetFailures()
    const order = i % 2 ? (['unknown', 'wrong'] as const) : (['wrong', 'unknown'] as const)
    for (const kind of order) {
      const start = performance.now()
      const { status } = await (kind === 'unknown' ? ask(unknown) : guess(key))
      times[kind].push(performance.now() - start)
      expect(status).toBe(401)
    }
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  const [a, b] = [median(times.unknown), median(times.wrong)]
  expect(Math.max(a, b) / Math.min(a, b)).toBeLessThan(1.2)
})
