import { type APIResponse, expect, test } from '@playwright/test'
import pg from 'pg'
import { generateKey, screen, signIn } from './builder'
import { databaseUrl, demoPassword } from './environment'
import { startProduct, stop, untilPrinted } from './processes'

const port = 3261
const name = `${new URL(databaseUrl).pathname.slice(1)}_outage`
const ownUrl = databaseUrl.replace(/[^/]+$/, name)

/** Asks the server that holds the databases, whatever becomes of ours. */
async function administer(...statements: string[]) {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

test.beforeAll(() => administer(`CREATE DATABASE ${name}`))
test.afterAll(() => administer(`DROP DATABASE ${name} WITH (FORCE)`))

const hangUp = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`
const seen = (answer: APIResponse) => [answer.status(), answer.headers()['retry-after'], answer.headers()['set-cookie']]
const away = [503, '5', undefined]

test('a database that is read-only is 503 with Retry-After everywhere; sign-ins outlast it, and no restart is needed', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const server = startProduct(port, { DATABASE_URL: ownUrl, DEMO_PASSWORD: demoPassword }, '--demo')
  await untilPrinted(server, 'is ready')
  const page = await (await browser.newContext({ baseURL: server.url })).newPage()
  await signIn(page, 'ada@demo.example')
  const key = await generateKey(page, 'Outage', { operational: 'Team Leader' })
  const { request } = page
  const form = { grant_type: 'client_credentials', client_id: key.clientId, client_secret: key.secret }
  const { access_token: token } = await (await request.post('/Auth/OAuth/Token', { form })).json()
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const headers = { authorization: `Bearer ${token}` }
  const submitted = { csrfToken, json: 'true', email: 'ada@demo.example', password: demoPassword }
  const ask = {
    token: () => request.post('/Auth/OAuth/Token', { form }),
    introspect: () => request.post('/Auth/OAuth/Introspect', { form: { ...form, token } }),
    call: () => request.get('/api/v1/me', { headers }),
    health: () => request.get('/api/health'),
    ready: () => request.get('/api/health/ready'),
    session: () => request.get('/api/auth/session'),
    signIn: () => request.post('/api/auth/callback/credentials', { form: submitted }),
    auditCsv: () => request.get('/administration/audit/events.csv', { maxRedirects: 0 }),
  }
  const statuses = async () => Promise.all(Object.values(ask).map(async (one) => (await one()).status()))
  expect(await statuses()).toEqual(Object.keys(ask).map(() => 200))

  await administer(`ALTER DATABASE ${name} SET default_transaction_read_only = on`, hangUp)
  for (const [what, one] of Object.entries(ask)) expect(seen(await one()), what).toEqual(away)
  expect((await request.get('/api/health/live')).status()).toBe(200)
  await page.goto(screen)
  await expect(page.getByRole('heading', { name: 'This page could not be shown' })).toBeVisible()

  await administer(`ALTER DATABASE ${name} RESET default_transaction_read_only`, hangUp)
  await expect.poll(statuses).toEqual(Object.keys(ask).map(() => 200))
  await page.goto(screen)
  await expect(page.getByRole('row', { name: /Outage/ })).toBeVisible()
  expect(await stop(server)).toBe(0)
})
