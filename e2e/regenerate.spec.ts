import { expect, type Page, test } from '@playwright/test'
import { act, chooseRole, closeAndLose, generateKey, readKey, type ShownKey, signIn } from './builder'
import { call, tokenByCurl, tokenByOpenidClient } from './clients'
import { sql } from './environment'

const cleo = 'cleo@demo.example'
const question = (page: Page) => page.getByRole('alertdialog', { name: 'Generate new secret key' })

async function created(page: Page, name: string): Promise<ShownKey> {
  await signIn(page, cleo)
  const key = await generateKey(page, name)
  await closeAndLose(page)
  return key
}

test('the question tells last use, live sessions and calls, and stops the old secret by default', async ({ page }) => {
  const name = 'Facts'
  const key = await created(page, name)
  const tokens = [await tokenByOpenidClient(key), await tokenByOpenidClient(key)]
  for (const token of tokens) await call(token)
  // What is written behind is there within a second.
  await page.waitForTimeout(1_500)
  await act(page, name, 'Generate new secret key')
  await expect(question(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
  const fact = (term: string) => question(page).locator('dt', { hasText: term }).locator('xpath=following-sibling::dd[1]')
  await expect(fact('Live sessions')).toHaveText('2')
  await expect(fact('Calls in the last 7 days')).toHaveText('2')
  await expect(fact('Last used').locator('time')).toBeVisible()
  await expect(question(page).getByRole('radio', { name: 'Old secret stops now' })).toBeChecked()
  await question(page).getByRole('button', { name: 'Generate new secret key' }).click()
  const renewed = await readKey(page)
  await closeAndLose(page)
  await expect(page.getByRole('button', { name: `Actions for ${name}` })).toBeFocused()
  expect(renewed.clientId).toBe(key.clientId)
  expect((await tokenByCurl(key)).error).toBe('invalid_client')
  for (const token of tokens) expect((await call(token)).status).toBe(401)
})

for (const { label, seconds } of [
  { label: '1 hour', seconds: 3_600 },
  { label: '24 hours', seconds: 86_400 },
  { label: '7 days', seconds: 604_800 },
]) {
  test(`Keep the old secret working for ${label}: both work, until it is retired`, async ({ page }) => {
    const name = `Kept for ${label}`
    const key = await created(page, name)
    const old = await tokenByOpenidClient(key)
    await act(page, name, 'Generate new secret key')
    await chooseRole(page, 'What happens to the old secret', 'Keep the old secret working for')
    await chooseRole(page, 'Keep the old secret working for', label)
    await question(page).getByRole('button', { name: 'Generate new secret key' }).click()
    const renewed = await readKey(page)
    await closeAndLose(page)
    expect((await call(old)).status).toBe(200)
    const overlapping = await tokenByOpenidClient(key)
    const fresh = await tokenByOpenidClient(renewed)
    const [row] = await sql<{ kept: number }>(
      'SELECT extract(epoch FROM previous_secret_ends_at - secret_created_at)::int AS kept FROM application_credentials WHERE client_id = $1',
      [key.clientId],
    )
    expect(row?.kept).toBe(seconds)
    await sql("UPDATE application_credentials SET previous_secret_ends_at = now() - interval '1 second' WHERE client_id = $1", [
      key.clientId,
    ])
    expect((await tokenByCurl(key)).error).toBe('invalid_client')
    expect([(await call(old)).status, (await call(overlapping)).status, (await call(fresh)).status]).toEqual([401, 401, 200])
  })
}

test('Escape and Cancel change nothing', async ({ page }) => {
  const key = await created(page, 'Unchanged')
  await act(page, 'Unchanged', 'Generate new secret key')
  await expect(question(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(question(page)).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Actions for Unchanged' })).toBeFocused()
  expect((await tokenByCurl(key)).access_token).toBeTruthy()
})
