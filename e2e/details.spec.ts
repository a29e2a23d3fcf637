import { readFile } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { act, closeAndLose, generateKey, type ShownKey, screen, signIn } from './builder'
import { call, tokenByCurl, tokenByOpenidClient } from './clients'
import { baseUrl, sql } from './environment'

// One story, told in order: each step starts where the one before ended.
test.describe.configure({ mode: 'serial' })

const name = 'Watched'
let page: Page
let key: ShownKey
let address: string
let tokens: string[]

test.beforeAll(async ({ browser }) => {
  // A context of its own: axe opens a second page in it.
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  await signIn(page, 'ben@demo.example')
  key = await generateKey(page, name, { operational: 'Team Leader', builder: 'User Manager' })
  await closeAndLose(page)
})
test.afterAll(() => page.context().close())

const panel = () => page.getByRole('dialog', { name: `Details and activity ${name}` })
const rows = () => page.getByRole('table', { name: /^API calls/ }).locator('tbody tr')
const sessions = () => page.getByRole('table', { name: /^Live sessions/ }).locator('tbody tr')
const total = (label: string) => page.locator('dl > div').filter({ hasText: label }).locator('dd')
const said = () => page.locator('#announcer-polite')

/** Turns to a theme as its menu does, and waits until everything has turned. */
async function show(theme: 'light' | 'dark') {
  await page.evaluate(async (chosen) => {
    document.documentElement.dataset.theme = chosen
    for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame)
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})))
  }, theme)
}

/** Everything the details show, without violations, in both themes and both widths. */
async function expectAccessible() {
  for (const theme of ['light', 'dark'] as const) {
    await show(theme)
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(
        violations.map(
          ({ id, nodes }) =>
            `${theme} ${width} ${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary}`).join(', ')}`,
        ),
      ).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    }
  }
  await show('light')
  await page.setViewportSize({ width: 1280, height: 900 })
}

test('Details and activity opens over the list with an address of its own, and says what the credential is', async () => {
  await act(page, name, 'Details and activity')
  await expect(panel()).toBeVisible()
  const [row] = await sql<{ id: string }>('SELECT id FROM application_credentials WHERE client_id = $1', [key.clientId])
  address = `${screen}/${row?.id}`
  expect(new URL(page.url()).pathname).toBe(address)
  await expect(panel()).toContainText(key.clientId)
  await expect(panel()).toContainText('Never used')
  await expect(panel()).toContainText('View tickets')
  await expect(panel()).toContainText('Manage service agents')
  await expect(panel()).toContainText(/end of day \(Europe\/London\)/)
  await expect(panel()).toContainText(/\d{4}-\d\d-\d\d 00:00 UTC/)
  await expect(panel()).toContainText(`····${key.secret.slice(-4)}`)
  await expect(panel()).toContainText('No call has been made with this credential yet.')
  await expect(panel()).toContainText('No program holds a working token at the moment.')
})

test('calls appear within two seconds, refused ones with their reason, and never a query string', async () => {
  tokens = []
  for (let i = 0; i < 3; i++) tokens.push(await tokenByOpenidClient(key))
  const [first = '', second = '', third = ''] = tokens
  expect((await call(first)).status).toBe(200)
  expect((await call(first, '/api/v1/tickets?limit=1')).status).toBe(200)
  expect((await call(second, '/api/v1/users')).status).toBe(200)
  expect((await call(third, '/api/v1/settings')).status).toBe(403)
  const calledAt = Date.now()
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh' }).click()
    await expect(rows()).toHaveCount(4, { timeout: 300 })
  }).toPass({ intervals: [50], timeout: 2_000 })
  expect(Date.now() - calledAt).toBeLessThan(2_500)
  await expect(rows().nth(0)).toContainText('/api/v1/settings')
  await expect(rows().nth(0)).toContainText('403')
  await expect(rows().nth(0)).toContainText('Access option missing')
  await expect(rows().nth(0)).toContainText(third.slice(-4))
  await expect(rows().nth(3)).toContainText('/api/v1/me')
  await expect(rows().nth(3)).toContainText('127.0.0.1')
  await expect(page.getByText('limit=1')).toHaveCount(0)
  await expect(said()).toHaveText('4 calls shown')
})

test('a failed token request is listed with its reason', async () => {
  expect((await tokenByCurl({ ...key, secret: `${key.secret.slice(0, -1)}!` })).error).toBe('invalid_client')
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh' }).click()
    await expect(rows()).toHaveCount(5, { timeout: 300 })
  }).toPass({ intervals: [50], timeout: 2_000 })
  await expect(rows().nth(0)).toContainText('/Auth/OAuth/Token')
  await expect(rows().nth(0)).toContainText('Wrong secret key')
  await expect(page.locator('dl > div').filter({ hasText: 'Last failure' })).toContainText('Wrong secret key')
})

test('totals, chart and its table show the same numbers', async () => {
  await expect(total('Calls in 30 days')).toHaveText('5')
  await expect(total('Successful')).toHaveText('3')
  await expect(total('Refused')).toHaveText('2')
  await expect(page.getByRole('img', { name: 'Calls per day over 30 days: 3 successful and 2 refused calls' })).toBeVisible()
  await page.getByRole('button', { name: 'The same numbers as a table' }).click()
  const days = page.getByRole('table', { name: 'Calls per day' }).locator('tbody tr')
  await expect(days).toHaveCount(30)
  await expect(days.nth(0).locator('td')).toHaveText(['3', '2'])
  await expect(days.nth(1).locator('td')).toHaveText(['0', '0'])
})

test('filters narrow the log, the CSV says the same, and formulas in it are text', async () => {
  await page.getByLabel('Result').selectOption('Refused')
  await expect(rows()).toHaveCount(2)
  await expect(said()).toHaveText('2 calls shown')
  await page.getByLabel('Session', { exact: true }).selectOption('Token requests')
  await expect(rows()).toHaveCount(1)
  await page.getByLabel('Method').selectOption('DELETE')
  await expect(page.getByText('No call matches these filters.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(rows()).toHaveCount(5)
  await page.getByLabel('Method').selectOption('GET')
  await expect(rows()).toHaveCount(4)
  // No API path looks like this; the log is fed behind the server's back.
  await sql(
    `INSERT INTO api_calls (at, credential_id, method, route, path, status, duration_ms)
     SELECT now(), id, 'GET', '/', '=HYPERLINK("http://evil.example")', 200, 1 FROM application_credentials WHERE client_id = $1`,
    [key.clientId],
  )
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download CSV' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(new RegExp(`^calls-${key.clientId}-\\d{4}-\\d\\d-\\d\\d\\.csv$`))
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n')
  expect(lines).toHaveLength(6)
  expect(lines[0]).toBe('"Time (UTC)","Method","Path","Status","Duration (ms)","IP address","Session","Reason"')
  expect(lines[1]).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
  expect(lines[2]).toMatch(/^"\d{4}-.*Z","GET","\/api\/v1\/settings",403,\d+,"127\.0\.0\.1","\w{4}","insufficient_scope"$/)
  await sql("DELETE FROM api_calls WHERE path LIKE '=%'")
  await page.getByLabel('Method').selectOption('All')
  await expect(rows()).toHaveCount(5)
})

test('no accessibility violation in panel and page, light and dark, at 320 and 1280 px', async () => {
  test.slow()
  await expectAccessible()
  await page.getByRole('button', { name: 'End all sessions' }).click()
  await expect(page.getByRole('alertdialog', { name: 'End all sessions' })).toBeVisible()
  await expectAccessible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: `Details and activity ${name}` })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(rows()).toHaveCount(5)
  await expectAccessible()
})

test('End session kills that token only', async () => {
  await expect(sessions()).toHaveCount(3)
  const [first = '', second = '', third = ''] = tokens
  await page.getByRole('button', { name: `End session ${second.slice(-4)}` }).click()
  await expect(sessions()).toHaveCount(2)
  await expect(said()).toHaveText(`Session ${second.slice(-4)} ended`)
  await expect(page.getByRole('heading', { name: 'Live sessions (2)' })).toBeFocused()
  expect(await call(second)).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
  expect((await call(first)).status).toBe(200)
  expect((await call(third)).status).toBe(200)
})

test('closed by Back, Escape and its button, each time back on the row it came from', async () => {
  await page.getByRole('link', { name: 'Application Credentials' }).first().click()
  await expect(page.getByRole('row', { name: new RegExp(name) }).locator('td[data-label="Sessions"]')).toHaveText('2')
  for (const close of [
    () => page.goBack(),
    () => page.keyboard.press('Escape'),
    () => panel().getByRole('button', { name: 'Close' }).click(),
  ]) {
    // By keyboard, as far as it goes.
    await page.getByRole('button', { name: `Actions for ${name}` }).press('Enter')
    await expect(page.getByRole('menuitem', { name: 'Details and activity' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(panel()).toBeVisible()
    await close()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect(new URL(page.url()).pathname).toBe(screen)
    await expect(page.getByRole('button', { name: `Actions for ${name}` })).toBeFocused()
  }
  await page.goForward()
  await expect(panel()).toBeVisible()
})

test('End all sessions asks first, then kills every token; new ones can be issued at once', async () => {
  const [first = '', , third = ''] = tokens
  await page.getByRole('button', { name: 'End all sessions' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
  expect((await call(first)).status).toBe(200)
  await page.getByRole('button', { name: 'End all sessions' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'End all sessions' }).click()
  await expect(page.getByText('No program holds a working token at the moment.')).toBeVisible()
  await expect(said()).toHaveText('2 sessions ended')
  for (const token of [first, third]) expect((await call(token)).status).toBe(401)
  expect((await call(await tokenByOpenidClient(key))).status).toBe(200)
  const audited = await sql<{ action: string }>(
    "SELECT action FROM audit_events WHERE target_name = $1 AND action LIKE '%session%' ORDER BY id",
    [name],
  )
  expect(audited.map(({ action }) => action)).toEqual(['session.ended', 'credential.sessions-ended'])
})

test('Load more goes on where the page ended', async () => {
  await sql(
    `INSERT INTO api_calls (at, credential_id, method, route, path, status, duration_ms)
     SELECT now() - n * interval '1 hour', id, 'GET', '/', '/old/' || n, 200, 1 FROM application_credentials, generate_series(1, 120) n WHERE client_id = $1`,
    [key.clientId],
  )
  await page.goto(address)
  await expect(rows()).toHaveCount(50)
  for (const count of [100]) {
    await page.getByRole('button', { name: 'Load more' }).click()
    await expect(rows()).toHaveCount(count)
    await expect(said()).toHaveText(`${count} calls shown, there are more`)
  }
  await page.getByRole('button', { name: 'Load more' }).click()
  await expect(page.getByRole('button', { name: 'Load more' })).toHaveCount(0)
  await expect(rows().last()).toContainText('/old/120')
  const paths = await rows().locator('td[data-label="Path"]').allTextContents()
  expect(paths.filter((path) => path.startsWith('/old/'))).toEqual(Array.from({ length: 120 }, (_, i) => `/old/${i + 1}`))
})

test('another person’s credential is as absent as one that never was: page, CSV and every action', async ({ browser }) => {
  const cleo = await browser.newPage()
  await signIn(cleo, 'cleo@demo.example')
  const never = `${screen}/0198c5a0-0000-7000-8000-000000000000`
  const seen: unknown[] = []
  for (const path of [address, never, `${screen}/not-an-id`]) {
    const response = await cleo.goto(path)
    const csv = await cleo.request.get(`${path}/calls.csv`)
    seen.push([response?.status(), await cleo.getByRole('heading', { level: 1 }).textContent(), csv.status(), await csv.text()])
    expect(await cleo.content()).not.toContain(key.clientId)
  }
  expect(seen[0]).toEqual([404, 'Page not found', 404, 'Not found'])
  expect(seen[1]).toEqual(seen[0])
  expect(seen[2]).toEqual(seen[0])

  // Her own browser sends each action for a credential of hers; on the way its id is replaced by his.
  await cleo.goto(screen)
  await generateKey(cleo, 'Cleo’s watched')
  await closeAndLose(cleo)
  const [hers] = await sql<{ id: string }>("SELECT id FROM application_credentials WHERE name = 'Cleo’s watched'")
  const own = await sql<{ client_id: string }>('SELECT client_id FROM application_credentials WHERE id = $1', [hers?.id])
  expect(own).toHaveLength(1)
  const his = new URL(address, baseUrl).pathname.split('/').at(-1) ?? ''
  const token = await tokenByOpenidClient(key)
  // A session of hers, so that there is something to end.
  await sql(
    `INSERT INTO sessions (id, token_hash, token_hint, credential_id, roles_version, secret_version, issued_at, last_used_at)
     SELECT gen_random_uuid(), sha256('hers'), 'hers', c.id, u.roles_version, c.secret_version, now(), now()
     FROM application_credentials c JOIN users u ON u.id = c.owner_id WHERE c.id = $1`,
    [hers?.id],
  )
  await cleo.goto(`${screen}/${hers?.id}`)
  let forged = 0
  await cleo.route('**/*', async (route, request) => {
    const body = request.method() === 'POST' ? request.postData() : null
    if (!body?.includes(hers?.id ?? 'missing')) return route.continue()
    forged++
    return route.continue({ postData: body.replaceAll(hers?.id ?? '', his) })
  })
  await cleo.getByLabel('Result').selectOption('Successful')
  await expect(cleo.locator('#announcer-polite')).toHaveText('No calls match')
  await cleo.getByRole('button', { name: 'End all sessions' }).click()
  await cleo.getByRole('alertdialog').getByRole('button', { name: 'End all sessions' }).click()
  await expect(cleo.getByRole('alertdialog')).toHaveCount(0)
  expect(forged).toBe(2)
  expect((await call(token)).status).toBe(200)
  await expect(cleo.getByRole('heading', { name: 'Live sessions (1)' })).toBeVisible()
  await cleo.close()
})
