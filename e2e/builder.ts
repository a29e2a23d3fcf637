import { expect, type Locator, type Page } from '@playwright/test'
import { demoPassword } from './environment'

/** The screen this product is about. */
export const screen = '/user-management/application-credentials'

/** Signs a person in and waits for the list. */
export async function signIn(page: Page, email: string, password = demoPassword): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Application Credentials', level: 1 })).toBeVisible()
}

/** What an integrator takes away from the one-time view. */
export type ShownKey = { clientId: string; secret: string }

/** Fills in the popup and presses "Generate key"; leaves the one-time view open. */
export async function generateKey(page: Page, name: string, { operational = 'Team Member', builder = 'None' } = {}): Promise<ShownKey> {
  const dialog = page.getByRole('dialog', { name: 'New application credential' })
  await whenInteractive(() => page.getByRole('button', { name: 'New credential' }).click(), dialog)
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: '30 days' }).click()
  await chooseRole(page, 'Operational role', operational)
  await chooseRole(page, 'Builder role', builder)
  await dialog.getByRole('button', { name: 'Generate key' }).click()
  return readKey(page)
}

/** Picks a role by clicking its label, as people do. */
export async function chooseRole(page: Page, group: string, role: string): Promise<void> {
  const choices = page.getByRole('radiogroup', { name: group })
  const radio = choices.getByRole('radio', { name: role, exact: true })
  const label = choices.locator('label').filter({ has: page.getByRole('radio', { name: role, exact: true }) })
  if (!(await radio.isChecked())) await label.click()
  await expect(radio).toBeChecked()
}

/** Reads Client ID and Secret Key off the one-time view, the way a person without a clipboard would. */
export async function readKey(page: Page): Promise<ShownKey> {
  const dialog = page.getByRole('dialog', { name: 'Copy your secret key now' })
  await dialog.getByRole('button', { name: 'Reveal' }).click()
  const shown = async (label: string) => (await dialog.getByRole('group', { name: label }).locator('code').textContent())?.trim() ?? ''
  const key = { clientId: await shown('Client ID'), secret: await shown('Secret Key') }
  expect(key.clientId).toMatch(/^[0-9a-f-]{36}$/)
  expect(key.secret).toMatch(/^acs_[0-9A-Za-z]{38}$/)
  return key
}

/** Leaves the one-time view although nothing was copied. */
export async function closeAndLose(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Done', exact: true }).click()
  await page.getByRole('button', { name: 'Close and lose secret' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** Opens "Actions for {name}" and picks one. */
export async function act(
  page: Page,
  name: string,
  action: 'Details and activity' | 'Edit' | 'Generate new secret key' | 'Delete',
): Promise<void> {
  const item = page.getByRole('menuitem', { name: action, exact: true })
  await whenInteractive(() => page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click(), item)
  await item.click()
}

/** A click that comes before the page's script is in place is lost; a person clicks again, and so does this. */
async function whenInteractive(click: () => Promise<void>, opened: Locator): Promise<void> {
  await expect(async () => {
    if (!(await opened.isVisible())) await click()
    await expect(opened).toBeVisible({ timeout: 1_000 })
  }).toPass()
}
