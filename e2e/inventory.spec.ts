import { expect, type Page, test } from '@playwright/test'
import { act, closeAndLose, generateKey, type ShownKey, screen, signIn } from './builder'
import { call, tokenByCurl, tokenByOpenidClient } from './clients'
import { sql } from './environment'
import { everyStatus, insertCredentials, withoutCredentials } from './sample-credentials'

const inventory = '/administration/credential-inventory'
const ben = 'ben@demo.example'
const invalidToken = { status: 401, body: { code: 'invalid_token' } }

test.beforeEach(() => withoutCredentials(ben))
test.afterAll(() => withoutCredentials(ben))

async function oversee(page: Page, name: string, action: 'Disable' | 'Enable' | 'End all sessions') {
  await page.getByRole('button', { name: `Actions for ${name} of Ben Okafor`, exact: true }).click()
  await page.getByRole('menuitem', { name: action, exact: true }).click()
  return page.getByRole('alertdialog')
}

async function signedIn(page: Page, email: string) {
  await signIn(page, email)
  return page
}

const newPage = async (browser: { newContext: () => Promise<{ newPage: () => Promise<Page> }> }) => (await browser.newContext()).newPage()

test('an administrator disables somebody’s credential: its program is out at once, the owner sees by whom; enabling revives nothing', async ({
  browser,
}) => {
  const owner = await signedIn(await newPage(browser), ben)
  const key: ShownKey = await generateKey(owner, 'Overseen', { operational: 'Team Leader' })
  await closeAndLose(owner)
  const tokens = [await tokenByOpenidClient(key), await tokenByOpenidClient(key), await tokenByOpenidClient(key)]
  for (const token of tokens) expect((await call(token)).status).toBe(200)

  const ada = await signedIn(await newPage(browser), 'ada@demo.example')
  await ada.goto(`${inventory}?search=${key.clientId}`)
  const row = ada.getByRole('row', { name: 'Overseen' })
  await expect(row).toContainText('Ben Okafor')
  await expect(row).toContainText(ben)
  await expect(row.getByRole('cell', { name: '3', exact: true })).toBeVisible()
  const question = await oversee(ada, 'Overseen', 'Disable')
  await expect(question).toContainText('Overseen of Ben Okafor')
  await expect(question.getByRole('listitem')).toHaveText([
    'Ends 3 live sessions at once, for good.',
    'It gets no new tokens until it is enabled again.',
    'Ben Okafor sees that you disabled it.',
  ])
  await question.getByRole('button', { name: 'Cancel' }).click()
  expect((await call(tokens[0] ?? '')).status).toBe(200)
  await (await oversee(ada, 'Overseen', 'Disable')).getByRole('button', { name: 'Disable' }).click()
  await expect(row).toContainText('Disabled')
  await expect(ada.getByRole('button', { name: 'Actions for Overseen of Ben Okafor' })).toBeFocused()
  await expect(ada.locator('#announcer-polite')).toHaveText('Overseen disabled, 3 live sessions ended')

  for (const token of tokens) expect(await call(token)).toMatchObject(invalidToken)
  expect((await tokenByCurl(key)).error).toBe('invalid_client')

  await owner.reload()
  await expect(owner.getByRole('row', { name: 'Overseen' })).toContainText(/Disabled\s*by Ada Moreau on \d/)
  await act(owner, 'Overseen', 'Details and activity')
  await expect(owner.getByText(/Ada Moreau disabled this credential on .* Ask them why\./)).toBeVisible()
  await owner.goBack()
  // The owner may still change it, but what they can do does not enable it.
  await owner.getByRole('button', { name: 'Actions for Overseen', exact: true }).click()
  await expect(owner.getByRole('menuitem')).toHaveText(['Details and activity', 'Edit', 'Generate new secret key', 'Delete'])
  await owner.keyboard.press('Escape')

  await (await oversee(ada, 'Overseen', 'Enable')).getByRole('button', { name: 'Enable' }).click()
  await expect(row).not.toContainText('Disabled')
  for (const token of tokens) expect(await call(token)).toMatchObject(invalidToken)
  expect((await call(await tokenByOpenidClient(key))).status).toBe(200)

  const events = await sql<{ action: string; actor_name: string; address: string; after: unknown }>(
    `SELECT action, actor_name, address, after FROM audit_events WHERE target_name = 'Overseen' AND action IN ('credential.disabled', 'credential.enabled') ORDER BY id`,
  )
  const by = { actor_name: 'Ada Moreau', address: '127.0.0.1' }
  expect(events).toEqual([
    { action: 'credential.disabled', ...by, after: { owner: 'Ben Okafor', endedSessions: 3 } },
    { action: 'credential.enabled', ...by, after: { owner: 'Ben Okafor' } },
  ])
})

test('"End all sessions" ends those of somebody’s credential, which goes on', async ({ page }) => {
  await insertCredentials(ben, [{ name: 'Goes on' }])
  await signIn(page, 'ada@demo.example')
  await page.goto(`${inventory}?search=goes+on`)
  await (await oversee(page, 'Goes on', 'End all sessions')).getByRole('button', { name: 'End all sessions' }).click()
  await expect(page.locator('#announcer-polite')).toHaveText('0 live sessions of Goes on ended')
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
})

test('searches literally, narrows to a status, sorts and pages on the server, with everything in the address', async ({ page }) => {
  await insertCredentials(ben, everyStatus)
  await insertCredentials(
    ben,
    Array.from({ length: 60 }, (_, i) => ({ name: `Export ${String(i + 1).padStart(2, '0')}`, days: 20 + i })),
  )
  await signIn(page, 'ada@demo.example')
  await page.goto(inventory)
  await page.getByRole('searchbox', { name: 'Search' }).fill('ben@demo')
  await expect(page.getByText('67 match')).toBeVisible()
  await expect(page.getByText('1–25 of 67')).toBeVisible()
  await expect(page.getByRole('rowheader').first()).toHaveText('Old importer')
  await page.getByRole('button', { name: 'Name', exact: true }).click()
  await expect(page).toHaveURL(/sort=name/)
  await expect(page.getByRole('rowheader').first()).toHaveText('Claims archive')
  await page.getByRole('button', { name: 'Next page' }).click()
  await expect(page.getByText('26–50 of 67')).toBeVisible()
  await page.reload()
  await expect(page.getByText('26–50 of 67')).toBeVisible()
  await page.getByLabel('Status', { exact: true }).selectOption('Disabled')
  await expect(page.getByRole('rowheader')).toHaveText(['Stopped by an administrator'])
  await expect(page.getByRole('row', { name: 'Stopped' })).toContainText('by an administrator on')
  await expect(page).toHaveURL(/search=ben%40demo.*status=disabled|status=disabled.*search=ben%40demo/)
  await page.getByLabel('Status', { exact: true }).selectOption('Role removed')
  await expect(page.getByRole('row', { name: 'Claims archive' })).toContainText('Ben Okafor no longer holds')
  await page.getByRole('searchbox', { name: 'Search' }).fill('%')
  await page.getByRole('button', { name: 'Clear search and status' }).click()
  await expect(page.getByRole('searchbox', { name: 'Search' })).toBeFocused()
  await expect(page).toHaveURL(new RegExp(`${inventory}\\?sort=name$`))
})

test('holds nothing of a secret, and no way to edit, renew or delete', async ({ page }) => {
  await insertCredentials(ben, [{ name: 'Closed' }])
  await signIn(page, 'ada@demo.example')
  await page.goto(`${inventory}?search=closed`)
  await page.getByRole('button', { name: 'Actions for Closed of Ben Okafor' }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['Disable', 'End all sessions'])
  const [row] = await sql<{ hint: string; hash: string }>(
    `SELECT secret_hint AS hint, encode(secret_hash, 'hex') AS hash FROM application_credentials WHERE name = 'Closed'`,
  )
  const source = await page.content()
  expect(source).not.toContain('secretHint')
  expect(source).not.toContain(row?.hash ?? 'missing')
  // The main screen of an administrator still shows only their own.
  await page.goto(screen)
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await expect(page.getByText('Closed', { exact: true })).toHaveCount(0)
})

test('people without the access option get 403 that says which one, and no link', async ({ page }) => {
  for (const email of ['cleo@demo.example', ben]) {
    await page.context().clearCookies()
    await signIn(page, email)
    await expect(page.getByRole('link', { name: 'Credential Inventory' })).toHaveCount(0)
    expect((await page.goto(inventory))?.status()).toBe(403)
    await expect(page.getByText('credentials:oversee')).toBeVisible()
  }
})
