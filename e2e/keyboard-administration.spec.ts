import { expect, type Page, test } from '@playwright/test'
import { signIn } from './builder'
import { insertCredentials, withoutCredentials } from './sample-credentials'
import { removeCustomRoles } from './sample-roles'
import { tabTo } from './tab-to'

const ada = 'ada@demo.example'
const ben = 'ben@demo.example'

async function open(page: Page, path: string) {
  await signIn(page, ada)
  await page.goto(path)
  await page.waitForLoadState('networkidle')
}

test('User Roles: new → delete, with the keyboard only', async ({ page }) => {
  await removeCustomRoles()
  await open(page, '/user-management/user-roles')
  const create = page.getByRole('button', { name: 'New role' })
  await tabTo(page, create)
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'New role' })
  await expect(dialog.getByLabel('Name')).toBeFocused()
  await page.keyboard.type('Keyboard role')
  await tabTo(page, dialog.getByRole('checkbox', { name: 'View tickets' }))
  await page.keyboard.press('Space')
  await tabTo(page, dialog.getByRole('button', { name: 'Create role' }))
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  const actions = page.getByRole('button', { name: 'Actions for Keyboard role' })
  await expect(actions).toBeVisible()
  await expect(create).toBeFocused()
  await tabTo(page, actions)
  await page.keyboard.press('Enter')
  await page.keyboard.press('End')
  await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeFocused()
  await page.keyboard.press('Enter')
  const question = page.getByRole('alertdialog')
  await tabTo(page, question.getByRole('button', { name: 'Delete' }))
  await page.keyboard.press('Enter')
  await expect(actions).toHaveCount(0)
})

test('General Settings: a change and its undoing, with the keyboard only', async ({ page }) => {
  await open(page, '/system-settings/general')
  const timeout = page.getByLabel('Idle Session Timeout in minutes')
  await tabTo(page, timeout)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('25')
  await expect(page.getByText('unused for up to 25 minutes')).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: 'Undo changes' }))
  await page.keyboard.press('Enter')
  await expect(timeout).toHaveValue('20')
})

test('Audit: filter and details of an event, with the keyboard only', async ({ page }) => {
  await open(page, '/administration/audit')
  await tabTo(page, page.getByLabel('Person'))
  await page.keyboard.type('Ada')
  await expect(page).toHaveURL(/by=Ada/)
  const details = page.getByRole('button', { name: /^Details of Signed in/ }).first()
  await tabTo(page, details)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(details).toBeFocused()
})

test('Credential Inventory: the question before Disable, with the keyboard only', async ({ page }) => {
  await withoutCredentials(ben)
  await insertCredentials(ben, [{ name: 'Keyboard inventory', days: 20 }])
  await open(page, '/administration/credential-inventory?search=Keyboard+inventory')
  const actions = page.getByRole('button', { name: 'Actions for Keyboard inventory of Ben Okafor' })
  await tabTo(page, actions)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Disable' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await expect(actions).toBeFocused()
  await withoutCredentials(ben)
})

test('My account: what is missing for another password gets focus, with the keyboard only', async ({ page }) => {
  await open(page, '/account')
  await tabTo(page, page.getByRole('button', { name: 'Change password' }))
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Current password')).toBeFocused()
})
