import { expect, type Page, test } from '@playwright/test'
import { act, screen, signIn } from './builder'
import { sql } from './environment'
import { everyStatus, insertCredentials, withoutCredentials } from './sample-credentials'

const ben = 'ben@demo.example'
const names = (page: Page) => page.getByRole('rowheader').allTextContents()
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search' })

test.beforeEach(async ({ page }) => {
  await withoutCredentials(ben)
  await insertCredentials(ben, everyStatus)
  await signIn(page, ben)
})

test('soonest expiry first; every status in words, and which role was lost', async ({ page }) => {
  expect(await names(page)).toEqual([
    'Old importer',
    'Month-end report',
    'Joiner and leaver sync',
    'Stopped by an administrator',
    'Claims archive',
    'Nightly ticket export',
    'Wallboard',
  ])
  const row = (name: string) => page.getByRole('row', { name: new RegExp(name) })
  await expect(row('Old importer')).toContainText('Expired')
  await expect(row('Month-end report')).toContainText('Expires today')
  await expect(row('Joiner and leaver')).toContainText('Expires in 9 days')
  await expect(row('Stopped by')).toContainText('Disabled')
  await expect(row('Claims archive')).toContainText('Role removed')
  await expect(row('Claims archive').getByTitle('You no longer hold Team Member and Administrator')).toBeVisible()
  await expect(row('Nightly ticket')).toContainText('Active')
  await expect(row('Wallboard')).toContainText('Never used')
  await expect(row('Nightly ticket').locator('time')).toHaveAttribute('datetime', /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  await expect(page.getByRole('columnheader', { name: 'Expires' })).toHaveAttribute('aria-sort', 'ascending')
})

test('a row is at most two lines high at 1280 px, and nothing has to be scrolled to', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  const heights = await page.getByRole('row').evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height))
  for (const height of heights) expect(height).toBeLessThanOrEqual(60)
  const actions = page.getByRole('button', { name: 'Actions for Wallboard' })
  await expect(actions).toBeInViewport({ ratio: 1 })
  expect(
    await page.getByRole('table').evaluate((table) => (table.parentElement?.scrollWidth ?? 0) - (table.parentElement?.clientWidth ?? 0)),
  ).toBe(0)
})

test('sort and search are in the address: they survive reload, and Back undoes a sort', async ({ page }) => {
  await expect(async () => {
    await page.getByRole('button', { name: 'Name', exact: true }).click()
    await expect(page).toHaveURL(/\?sort=name$/, { timeout: 1_000 })
  }).toPass()
  await page.getByRole('button', { name: 'Name', exact: true }).click()
  await expect(page).toHaveURL(/\?sort=-name$/)
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending')
  expect((await names(page))[0]).toBe('Wallboard')
  await search(page).fill('team leader o')
  await expect(page.getByText('6 of 7 match')).toBeVisible()
  await search(page).fill('EXPORT active')
  await expect(page.getByText('1 of 7 match')).toBeVisible()
  await expect(page).toHaveURL(/\?sort=-name&search=EXPORT\+active$/)
  await page.reload()
  await expect(search(page)).toHaveValue('EXPORT active')
  expect(await names(page)).toEqual(['Nightly ticket export'])
  await page.goBack()
  await expect(page).toHaveURL(/\?sort=name$/)
  await expect(search(page)).toHaveValue('')
  await expect.poll(async () => (await names(page))[0]).toBe('Claims archive')
})

test('no match: says so, and Clear search brings everything and the focus back', async ({ page }) => {
  await expect(async () => {
    await search(page).fill('"><script>alert(1)</script>')
    await expect(page.getByText('None of your credentials matches')).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await page.getByRole('button', { name: 'Clear search' }).click()
  await expect(page.getByRole('rowheader')).toHaveCount(7)
  await expect(search(page)).toBeFocused()
  await expect(page).toHaveURL(new RegExp(`${screen}$`))
})

test('more than 25 rows come in pages that the address remembers', async ({ page }) => {
  await insertCredentials(
    ben,
    Array.from({ length: 53 }, (_, i) => ({ name: `Export ${String(i).padStart(2, '0')}`, days: 200 + i })),
  )
  await page.reload()
  await expect(page.getByText('1–25 of 60')).toBeVisible()
  await expect(page.getByRole('rowheader')).toHaveCount(25)
  await expect(async () => {
    await page.getByRole('button', { name: 'Next page' }).click()
    await expect(page.getByText('26–50 of 60')).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await page.getByRole('button', { name: 'Next page' }).click()
  await expect(page.getByText('51–60 of 60')).toBeVisible()
  await page.getByRole('button', { name: 'Next page' }).click({ force: true })
  await page.reload()
  await expect(page.getByText('51–60 of 60')).toBeVisible()
  await page.goBack()
  await expect(page.getByText('26–50 of 60')).toBeVisible()
  await page.goto(`${screen}?page=999&sort=hash`)
  await expect(page.getByText('51–60 of 60')).toBeVisible()
})

test('an error says so with a request id, and Retry shows the list once the server can', async ({ page }) => {
  await sql('ALTER TABLE application_credentials RENAME TO away')
  try {
    await page.reload()
    await expect(page.getByRole('alert').filter({ hasText: /Request id: \S+/ })).toBeVisible()
  } finally {
    await sql('ALTER TABLE away RENAME TO application_credentials')
  }
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(page.getByRole('rowheader')).toHaveCount(7)
})

test('the skeleton is seen only when the list takes longer than 200 ms', async ({ page }) => {
  const skeleton = page.getByText('Loading application credentials…')
  const locked = sql('BEGIN; LOCK application_credentials IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(2); COMMIT')
  await page.goto(screen, { waitUntil: 'commit' })
  await expect(skeleton).toBeAttached()
  await expect(page.getByRole('rowheader')).toHaveCount(7)
  await expect(skeleton).toHaveCount(0)
  await locked
})

test('delete: the name is asked for only if it is in use; focus lands on the next row', async ({ page }) => {
  await act(page, 'Wallboard', 'Delete')
  const question = page.getByRole('alertdialog')
  await expect(question.getByText('Never')).toBeVisible()
  await expect(question.getByLabel('Type the credential’s name to confirm')).toHaveCount(0)
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('button', { name: 'Actions for Wallboard' })).toBeFocused()

  await act(page, 'Claims archive', 'Delete')
  await question.getByRole('button', { name: 'Delete' }).click()
  await expect(question.getByText('This is not its name.')).toBeVisible()
  await expect(question.getByLabel('Type the credential’s name to confirm')).toBeFocused()
  await page.keyboard.type('Claims archive')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await expect(page.getByRole('rowheader')).toHaveCount(6)
  await expect(page.getByRole('button', { name: 'Actions for Nightly ticket export' })).toBeFocused()

  await act(page, 'Wallboard', 'Delete')
  await question.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('rowheader')).toHaveCount(5)
  await expect(page.getByRole('button', { name: 'Actions for Nightly ticket export' })).toBeFocused()
})

test('edit: shortening says what ends, extending an expired one revives it', async ({ page }) => {
  await act(page, 'Nightly ticket export', 'Edit')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '30 days' }).click()
  await expect(dialog.getByText('It ends 150 days earlier')).toBeVisible()
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog).toHaveCount(0)
  await act(page, 'Old importer', 'Edit')
  await dialog.getByRole('button', { name: '90 days' }).click()
  await expect(dialog.getByText('This revives the credential')).toBeVisible()
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByRole('row', { name: /Old importer/ })).toContainText('Active')
  const [event] = await sql<{ before: { expiresOn: string } }>(
    "SELECT before FROM audit_events WHERE target_name = 'Old importer' ORDER BY id DESC LIMIT 1",
  )
  expect(event?.before.expiresOn).toMatch(/^\d{4}-\d\d-\d\d$/)
})
