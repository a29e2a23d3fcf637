import { expect, test } from '@playwright/test'
import { readKey, signIn } from './builder'
import { call, tokenByOpenidClient } from './clients'
import { baseUrl } from './environment'
import { withoutCredentials } from './sample-credentials'
import { tabTo } from './tab-to'

const cleo = 'cleo@demo.example'

test('create → copy → first token, with the keyboard only', async ({ page, context }) => {
  await withoutCredentials(cleo)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: baseUrl })
  await signIn(page, cleo)
  await page.waitForLoadState('networkidle')
  const button = page.getByRole('button', { name: 'New credential' })
  await tabTo(page, button)
  await page.keyboard.press('Enter')
  const popup = page.getByRole('dialog', { name: 'New application credential' })
  await expect(popup.getByLabel('Name')).toBeFocused()
  await page.keyboard.type('Keyboard only')
  await tabTo(page, popup.getByRole('button', { name: '30 days' }))
  await page.keyboard.press('Space')
  await expect(popup.getByText(/until the end of .* \(/)).toBeVisible()
  await tabTo(page, popup.getByRole('radio', { name: 'None' }))
  await page.keyboard.press('ArrowDown')
  await expect(popup.getByRole('radio', { name: 'Viewer' })).toBeChecked()
  await page.keyboard.press('ArrowUp')
  await expect(popup.getByRole('radio', { name: 'None' })).toBeChecked()
  await tabTo(page, popup.getByRole('button', { name: 'Generate key' }))
  await page.keyboard.press('Enter')

  const view = page.getByRole('dialog', { name: 'Copy your secret key now' })
  await expect(view.getByRole('heading', { name: 'Copy your secret key now' })).toBeFocused()
  await tabTo(page, view.getByRole('button', { name: 'Copy Secret Key' }))
  await page.keyboard.press('Enter')
  await expect(page.locator('[aria-live="polite"]', { hasText: 'Secret key copied' })).toBeAttached()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  const key = await readKey(page)
  expect(copied).toBe(key.secret)
  expect((await call(await tokenByOpenidClient({ ...key, secret: copied }))).status).toBe(200)
  await expect(view.getByText('Received')).toBeVisible()
  await tabTo(page, view.getByRole('button', { name: 'Done' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'New credential' })).toBeFocused()
})

test('focus stays inside a dialog, the menu closes before the dialog, and Escape gives focus back', async ({ page }) => {
  await withoutCredentials(cleo)
  await signIn(page, cleo)
  await page.waitForLoadState('networkidle')
  const button = page.getByRole('button', { name: 'New credential' })
  await button.focus()
  await page.keyboard.press('Enter')
  const popup = page.getByRole('dialog', { name: 'New application credential' })
  await expect(popup.getByLabel('Name')).toBeFocused()
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab')
    expect(await popup.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true)
  }
  await page.keyboard.press('Escape')
  await expect(popup).toHaveCount(0)
  await expect(button).toBeFocused()
  // The empty list's button is as good a way in, and no single letter does anything.
  await page.keyboard.press('n')
  await page.keyboard.press('/')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the download menu closes on Escape without asking about the secret', async ({ page }) => {
  await withoutCredentials(cleo)
  await signIn(page, cleo)
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: 'New credential' }).click()
  const popup = page.getByRole('dialog', { name: 'New application credential' })
  await popup.getByLabel('Name').fill('Menu')
  await popup.getByRole('button', { name: '30 days' }).click()
  await popup.getByRole('button', { name: 'Generate key' }).click()
  const download = page.getByRole('button', { name: 'Download', exact: true })
  await download.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: '.env' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
  await expect(download).toBeFocused()
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('alertdialog')).toBeVisible()
})
