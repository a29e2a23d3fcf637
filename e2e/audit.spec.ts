import { expect, type Page, test } from '@playwright/test'
import { signIn } from './builder'
import { demoPassword, sql } from './environment'
import { forgetFailures } from './protocol'

const audit = '/administration/audit'
/** So that what other tests have left does not count. */
const strange = '\u202e<img src=x onerror=alert(1)> "Zora" =1+1'

/** Writes events behind the product's back; `n` a minute ago, the first being the oldest. */
async function insertEvents(count: number, { actor = strange, action = 'user.updated', target = 'Target' } = {}) {
  await sql(
    `INSERT INTO audit_events (at, actor_name, address, action, target_type, target_id, target_name, before, after)
     SELECT now() - (n || ' minutes')::interval, $2, '203.0.113.9', $3, 'user', 'inserted', $4 || ' ' || n, '{"name": "Old"}', '{"name": "New"}'
     FROM generate_series($1::int, 1, -1) n`,
    [count, actor, action, target],
  )
}

const rows = (page: Page) => page.getByRole('table', { name: 'Audited events' }).getByRole('row')

test.beforeEach(forgetFailures)
test.afterAll(forgetFailures)

test('sign-ins are in it: succeeded, refused and why, ended; who, when, from where; never what was typed as e-mail', async ({ page }) => {
  const tryWith = async (email: string, password: string) => {
    await page.goto('/sign-in')
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill(password)
    const answered = page.waitForResponse((response) => response.url().includes('/callback/credentials'))
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await answered
  }
  await signIn(page, 'cleo@demo.example')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in to Builder' })).toBeVisible()
  await tryWith('dan@demo.example', demoPassword)
  await tryWith('cleo@demo.example', 'wrong password')
  await tryWith('my-secret-password@typed.wrong', 'x')
  await signIn(page, 'ada@demo.example')
  await page.goto(`${audit}?action=sign-in`)
  const cells = async (index: number) => {
    const texts = await rows(page).nth(index).getByRole('cell').allTextContents()
    return texts.slice(0, 5)
  }
  expect(await cells(1)).toEqual(['Ada Moreau', 'Signed in', 'Ada MoreauService agent', '–', '127.0.0.1'])
  expect(await cells(2)).toEqual([
    'Unknown person',
    'Sign-in refused',
    'NobodyService agent',
    'Reason: Nobody has this e-mail address',
    '127.0.0.1',
  ])
  const [, , cleo] = await cells(3)
  expect(await cells(3)).toEqual(['Unknown person', 'Sign-in refused', cleo, 'Reason: Wrong password', '127.0.0.1'])
  expect((await cells(4)).slice(1)).toEqual([
    'Sign-in refused',
    expect.stringContaining('Service agent'),
    'Reason: No Builder role',
    '127.0.0.1',
  ])
  expect((await cells(5)).slice(1, 3)).toEqual(['Signed out', cleo])
  expect((await cells(6)).slice(1, 3)).toEqual(['Signed in', cleo])
  expect(await page.content()).not.toContain('my-secret-password')
  expect(JSON.stringify(await sql('SELECT * FROM audit_events'))).not.toContain('my-secret-password')
})

test('filters by person, target, event and time, each in the address; nothing found says so and can be cleared', async ({ page }) => {
  await insertEvents(3)
  await insertEvents(2, { target: 'Other', action: 'role.merged' })
  await signIn(page, 'ada@demo.example')
  await page.goto(audit)
  await page.getByLabel('Person', { exact: true }).fill('\u202e<img')
  await expect(rows(page)).toHaveCount(6)
  await expect(page).toHaveURL(/by=/)
  await page.getByLabel('Target', { exact: true }).fill('other')
  await expect(rows(page)).toHaveCount(3)
  // An action without words is shown as it is.
  await expect(rows(page).nth(1)).toContainText('role.merged')
  await page.getByLabel('Event', { exact: true }).selectOption('User roles: all')
  await expect(page).toHaveURL(/action=role/)
  await expect(rows(page)).toHaveCount(3)
  await page.reload()
  await expect(page.getByLabel('Target', { exact: true })).toHaveValue('other')
  await expect(rows(page)).toHaveCount(3)
  const from = page.getByRole('group', { name: 'From' }).getByRole('spinbutton')
  // What is typed before the page's script is in place is lost.
  await expect(async () => {
    await from.first().focus()
    await page.keyboard.type('01012099')
    await expect(page).toHaveURL(/from=2099-01-01/, { timeout: 1_000 })
  }).toPass()
  await expect(page.getByText('No event matches these filters.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(page).toHaveURL(new RegExp(`${audit}$`))
  await expect(page.getByLabel('Person', { exact: true })).toBeFocused()
  await expect(page.getByLabel('Person', { exact: true })).toHaveValue('')
  await page.goBack()
  await expect(page.getByText('No event matches these filters.')).toBeVisible()
})

test('newest first; "Load more" goes on where the page ended', async ({ page }) => {
  await insertEvents(120, { actor: 'Loader', target: 'Loaded' })
  await signIn(page, 'ada@demo.example')
  await page.goto(`${audit}?by=Loader`)
  await expect(page.getByText('50 events shown, there are more')).toBeVisible()
  await page.getByRole('button', { name: 'Load more' }).click()
  await expect(rows(page)).toHaveCount(101)
  await page.getByRole('button', { name: 'Load more' }).click()
  await expect(page.getByRole('status').getByText('120 events shown', { exact: true })).toBeVisible()
  const names = await rows(page).locator('td:nth-child(4) bdi').allTextContents()
  expect(names).toEqual(Array.from({ length: 120 }, (_, i) => `Loaded ${i + 1}`))
})

test('one event in detail: before and after, and the ways to others like it', async ({ page }) => {
  await insertEvents(1, { target: 'Detailed' })
  await signIn(page, 'ada@demo.example')
  await page.goto(`${audit}?target=Detailed`)
  await expect(rows(page).nth(1)).toContainText('Name: Old changed to New')
  const button = page.getByRole('button', { name: 'Details of Service agent edited, Detailed 1' }).first()
  await button.click()
  const panel = page.getByRole('dialog', { name: 'Audited event Service agent edited' })
  await expect(panel.getByRole('row', { name: 'Name' }).getByRole('cell')).toHaveText(['Old', 'New'])
  await expect(panel).toContainText('203.0.113.9')
  // A name is text, whatever it looks like.
  await expect(panel.locator('bdi', { hasText: 'Zora' })).toHaveText(strange)
  await page.keyboard.press('Escape')
  await expect(button).toBeFocused()
  await button.click()
  await panel.getByRole('button', { name: 'Only events of this target' }).click()
  await expect(page).toHaveURL(/target=inserted/)
  await expect(panel).toHaveCount(0)
})

test('the CSV holds what the filters show and no formula', async ({ page }) => {
  await insertEvents(2, { actor: '=cmd|calc', target: '@CSV' })
  await signIn(page, 'ada@demo.example')
  await page.goto(`${audit}?target=%40CSV&by=%3Dcmd`)
  await expect(page.getByText('No event matches these filters.')).toBeVisible()
  await page.goto(`${audit}?by=%3Dcmd`)
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download CSV' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/)
  const stream = await download.createReadStream()
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  const lines = Buffer.concat(chunks).toString('utf8').split('\r\n')
  expect(lines).toEqual([
    '"Time (UTC)","Person","Person ID","IP address","Event","Action","Target type","Target","Target ID","Before","After"',
    ...[1, 2].map((n) =>
      expect.stringMatching(
        new RegExp(
          `^"[0-9TZ:.-]+","'=cmd\\|calc",,"203\\.0\\.113\\.9","Service agent edited","user\\.updated","Service agent","'@CSV ${n}","inserted","Name: Old","Name: New"$`,
        ),
      ),
    ),
    '',
  ])
})

test('people without the access option get neither page nor CSV; signed out neither', async ({ page, request }) => {
  const answer = await request.get(`${audit}/events.csv`, { maxRedirects: 0 })
  expect([answer.status(), await answer.text()]).toEqual([307, ''])
  await signIn(page, 'ben@demo.example')
  await expect(page.getByRole('link', { name: 'Audit' })).toHaveCount(0)
  expect((await page.goto(audit))?.status()).toBe(403)
  await expect(page.getByText('audit:read')).toBeVisible()
  const refused = await page.request.get(`${audit}/events.csv`)
  expect(refused.status()).toBe(403)
  expect(await refused.text()).not.toContain('Time (UTC)')
  await page.context().clearCookies()
  await signIn(page, 'cleo@demo.example')
  expect((await page.goto(audit))?.status()).toBe(200)
})
