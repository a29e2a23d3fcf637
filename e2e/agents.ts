import { expect, type Locator, type Page } from '@playwright/test'

/** "Service Agents". */
export const agentsScreen = '/user-management/service-agents'

/** Opens "Actions for {name}", picks one, and returns the dialog it opens. */
export async function actOnAgent(page: Page, name: string, action: 'Edit' | 'Disable' | 'Enable'): Promise<Locator> {
  await page.goto(`${agentsScreen}?search=${encodeURIComponent(name)}`)
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click()
  await page.getByRole('menuitem', { name: action }).click()
  const dialog = page.getByRole(action === 'Edit' ? 'dialog' : 'alertdialog', {
    name: action === 'Edit' ? `Edit ${name}` : `${action} service agent`,
  })
  await expect(dialog).toBeVisible()
  return dialog
}

/** Ticks or unticks a role by clicking its label, as people do; shows the tab first. */
export async function toggleRole(dialog: Locator, role: string): Promise<void> {
  await dialog.getByRole('tab', { name: /^Access/ }).click()
  const box = dialog.getByRole('checkbox', { name: role, exact: true })
  const was = await box.isChecked()
  await dialog
    .locator('label')
    .filter({ has: dialog.page().getByRole('checkbox', { name: role, exact: true }) })
    .click()
  await expect(box).toBeChecked({ checked: !was })
}

/** The row of somebody in the list. */
export const agentRow = (page: Page, name: string): Locator => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })
