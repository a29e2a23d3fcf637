import { expect, type Locator, type Page, test } from '@playwright/test'
import { act, chooseRole, closeAndLose, generateKey, screen, signIn } from './builder'
import { call, tokenByOpenidClient } from './clients'
import { sql } from './environment'

const ada = 'ada@demo.example'
const settings = '/system-settings/general'
const timeout = (page: Page) => page.getByLabel('Idle Session Timeout in minutes')
const lifetime = (page: Page) => page.getByLabel('Maximum credential lifetime in days')
const retention = (page: Page) => page.getByLabel('Activity retention in days')
const save = (page: Page) => page.getByRole('button', { name: 'Save changes' }).click()
const saved = (page: Page) => expect(page.getByText('Settings saved')).toBeAttached()

test.describe.configure({ mode: 'serial' })

const restore = async () => {
  await sql('UPDATE settings SET idle_session_timeout_seconds = 1200, activity_retention_days = 30, max_credential_lifetime_days = NULL')
  await sql("DELETE FROM application_credentials WHERE name LIKE 'Settings %'")
}
test.beforeAll(restore)
test.afterAll(restore)

async function typeYear(dialog: Locator, year: string) {
  await dialog.getByRole('spinbutton').last().click()
  await dialog.page().keyboard.type(year)
}

async function open(page: Page, email = ada) {
  await signIn(page, email)
  await page.goto(settings)
  await page.waitForLoadState('networkidle')
}

test('the Idle Session Timeout says while it is typed whom it ends, and ends them once it is saved', async ({ page, browser }) => {
  await signIn(page, ada)
  const key = await generateKey(page, 'Settings idle')
  await closeAndLose(page)
  const [used, unused] = [await tokenByOpenidClient(key), await tokenByOpenidClient(key)]
  expect((await call(unused)).status).toBe(200)
  // Uses are written within a second.
  await page.waitForTimeout(1_500)
  await sql("UPDATE sessions SET last_used_at = now() - interval '7 minutes' WHERE token_hint = $1", [unused.slice(-4)])
  await page.goto(settings)
  await page.waitForLoadState('networkidle')
  await timeout(page).fill('5')
  await expect(page.getByText(/^Ends (\d+ of )?\d+ live sessions?.* unused for 5 minutes or longer\.$/)).toBeVisible()
  expect((await call(used)).status).toBe(200)
  await save(page)
  await saved(page)
  await expect(page.getByText('Every session and every sign-in ends when it is unused for 5 minutes.')).toBeVisible()
  expect((await call(unused)).status).toBe(401)
  expect((await call(used)).status).toBe(200)
  const [event] = await sql<{ before: unknown; after: unknown; actor_name: string }>(
    "SELECT before, after, actor_name FROM audit_events WHERE action = 'settings.changed' ORDER BY id DESC LIMIT 1",
  )
  expect(event).toEqual({ before: { idleSessionTimeoutMinutes: 20 }, after: { idleSessionTimeoutMinutes: 5 }, actor_name: 'Ada Moreau' })
  const other = await browser.newPage()
  await open(other)
  await expect(timeout(other)).toHaveValue('5')
  await other.close()
  await timeout(page).fill('20')
  await save(page)
  await saved(page)
})

test('what is wrong is said at the field, which gets focus; nothing is saved', async ({ page }) => {
  await open(page)
  await timeout(page).fill('1441')
  await retention(page).fill('')
  await save(page)
  await expect(page.getByText('Enter whole minutes from 1 to 1440.')).toBeVisible()
  await expect(page.getByText('Enter whole days from 1 to 3650.')).toBeVisible()
  await expect(timeout(page)).toBeFocused()
  await page.getByRole('button', { name: 'Undo changes' }).click()
  await expect(timeout(page)).toHaveValue('20')
  expect(await sql('SELECT idle_session_timeout_seconds AS s, activity_retention_days AS d FROM settings')).toEqual([{ s: 1200, d: 30 }])
})

test('without the access option to change them the settings are text, and which option is missing is said', async ({ page }) => {
  await open(page, 'cleo@demo.example')
  await expect(page.getByText('Change system settings')).toBeVisible()
  await expect(page.getByText('settings:write')).toBeVisible()
  await expect(page.getByText('20 minutes', { exact: true })).toBeVisible()
  await expect(page.getByText('No limit', { exact: true })).toBeVisible()
  await expect(page.getByRole('textbox')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Save changes' })).toHaveCount(0)
})

test('without the access option to see them the page is refused', async ({ page }) => {
  await signIn(page, 'ben@demo.example')
  expect((await page.goto(settings))?.status()).toBe(403)
  await expect(page.getByText('settings:read')).toBeVisible()
})

test('two administrators: the second is told who changed what, loses nothing typed, and saves over it on purpose', async ({
  page,
  browser,
}) => {
  await open(page)
  const other = await browser.newPage()
  await open(other)
  await timeout(page).fill('25')
  await retention(page).fill('40')
  await timeout(other).fill('15')
  await save(other)
  await saved(other)
  await save(page)
  const alert = page.getByRole('alert').filter({ hasText: 'somebody else' })
  await expect(alert).toContainText('Ada Moreau set Idle Session Timeout to 15 minutes')
  await expect(alert).not.toContainText('Activity retention')
  await expect(timeout(page)).toHaveValue('25')
  await expect(retention(page)).toHaveValue('40')
  expect(await sql('SELECT idle_session_timeout_seconds AS s, activity_retention_days AS d FROM settings')).toEqual([{ s: 900, d: 30 }])
  await save(page)
  await saved(page)
  await expect(alert).toHaveCount(0)
  expect(await sql('SELECT idle_session_timeout_seconds AS s, activity_retention_days AS d FROM settings')).toEqual([{ s: 1500, d: 40 }])

  await other.reload()
  await other.waitForLoadState('networkidle')
  await timeout(other).fill('30')
  await timeout(page).fill('20')
  await save(page)
  await saved(page)
  await save(other)
  await other.getByRole('button', { name: 'Take theirs' }).click()
  await expect(timeout(other)).toHaveValue('20')
  await other.close()
  await retention(page).fill('30')
  await save(page)
  await saved(page)
})

test('leaving with unsaved changes asks: by a link, by Back, by reload', async ({ page }) => {
  await open(page)
  await timeout(page).fill('7')
  const question = page.getByRole('alertdialog', { name: 'Discard what you entered?' })
  await page.getByRole('link', { name: 'Audit' }).click()
  await question.getByRole('button', { name: 'Keep editing' }).click()
  await expect(page).toHaveURL(settings)
  await page.goBack()
  await question.getByRole('button', { name: 'Keep editing' }).click()
  await expect(timeout(page)).toHaveValue('7')
  const reload = page.waitForEvent('dialog')
  const reloading = page.reload({ timeout: 2_000 }).catch(() => null)
  const dialog = await reload
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await reloading
  await expect(timeout(page)).toHaveValue('7')
  await page.getByRole('link', { name: 'Audit' }).click()
  await question.getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByRole('heading', { name: 'Audit', level: 1 })).toBeVisible()
  await page.goBack()
  await expect(timeout(page)).toHaveValue('20')
})

test('Back, once it was confirmed, leads where it would have led', async ({ page }) => {
  await open(page)
  await page.getByRole('link', { name: 'Application Credentials' }).click()
  await expect(page.getByRole('heading', { name: 'Application Credentials', level: 1 })).toBeVisible()
  await page.getByRole('link', { name: 'General Settings' }).click()
  await timeout(page).fill('7')
  await page.goBack()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click()
  await expect(page).toHaveURL(screen)
})

test('the maximum credential lifetime: which existing ones exceed it, and the popup and Edit hold to it', async ({ page }) => {
  await signIn(page, ada)
  await generateKey(page, 'Settings long')
  await closeAndLose(page)
  await page.goto(settings)
  await page.waitForLoadState('networkidle')
  await lifetime(page).fill('20')
  await expect(page.getByText(/existing credentials? expires? later than that/)).toBeVisible()
  await page.getByRole('button', { name: /^Show (it|them)$/ }).click()
  await expect(page.getByRole('row', { name: /Ada Moreau Settings long/ })).toBeVisible()
  await save(page)
  await saved(page)

  await page.getByRole('link', { name: 'Application Credentials' }).click()
  await page.getByRole('button', { name: 'New credential' }).click()
  const popup = page.getByRole('dialog', { name: 'New application credential' })
  await expect(popup.getByText(/\d{4} at the latest\.$/)).toBeVisible()
  for (const days of ['30 days', '90 days', '180 days', '365 days']) {
    await expect(popup.getByRole('button', { name: days, exact: true })).toBeDisabled()
  }
  await popup.getByLabel('Name').fill('Settings short')
  await popup.getByRole('button', { name: '20 days', exact: true }).click()
  await typeYear(popup, '2099')
  await chooseRole(page, 'Operational role', 'Team Leader')
  await popup.getByRole('button', { name: 'Generate key' }).click()
  await expect(popup.getByText(/^Choose \d+ \w+ \d{4} or an earlier date: General Settings allow no later one\.$/)).toBeVisible()
  await popup.getByRole('button', { name: '20 days', exact: true }).click()
  await popup.getByRole('button', { name: 'Generate key' }).click()
  await closeAndLose(page)

  // One that exceeds it can be renamed, but not moved to another date beyond.
  await act(page, 'Settings long', 'Edit')
  const dialog = page.getByRole('dialog', { name: 'Edit application credential' })
  await dialog.getByLabel('Name').fill('Settings long renamed')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog).toHaveCount(0)
  await act(page, 'Settings long renamed', 'Edit')
  await typeYear(dialog, '2099')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog.getByText(/General Settings allow no later one/)).toBeVisible()
  await dialog.getByRole('button', { name: '20 days', exact: true }).click()
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog).toHaveCount(0)

  await page.goto(settings)
  await page.waitForLoadState('networkidle')
  await lifetime(page).fill('')
  await expect(page.getByText('No limit: people choose any expiry date.')).toBeVisible()
  await save(page)
  await saved(page)
})
