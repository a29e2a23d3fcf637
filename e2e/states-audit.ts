import { expect, type Page } from '@playwright/test'
import { act, signIn } from './builder'
import { insertCredentials, withoutCredentials } from './sample-credentials'

const audit = '/administration/audit'
const inventory = '/administration/credential-inventory'
const ben = 'ben@demo.example'

async function auditLog(page: Page) {
  await signIn(page, 'ada@demo.example')
  await page.goto(audit)
  await expect(page.getByRole('row')).not.toHaveCount(0)
  await page.waitForLoadState('networkidle')
}

async function inventoryOf(page: Page) {
  await withoutCredentials(ben)
  await insertCredentials(ben, [{ name: 'Overseen export', days: 90, usedMinutesAgo: 3, builderRole: 'User Manager' }])
  await signIn(page, 'ada@demo.example')
  await page.goto(`${inventory}?search=${ben}`)
  await expect(page.getByRole('row', { name: 'Overseen export' })).toBeVisible()
  await page.waitForLoadState('networkidle')
}

async function disableIt(page: Page) {
  await inventoryOf(page)
  await page.getByRole('button', { name: 'Actions for Overseen export of' }).click()
  await page.getByRole('menuitem', { name: 'Disable' }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
}

async function disabledOfBen(page: Page) {
  await disableIt(page)
  await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click()
  await expect(page.getByText(/^by Ada Moreau on/)).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in to Builder' })).toBeVisible()
  await signIn(page, ben)
  await expect(page.getByText(/^by Ada Moreau on/)).toBeVisible()
}

/** The audit log, the inventory of everybody's credentials, and what an owner sees of it. */
export const auditStates: { name: string; open: (page: Page) => Promise<void>; floating?: { button: string; role: 'menu' } }[] = [
  { name: 'audit', open: auditLog },
  {
    name: 'audit-no-match',
    open: async (page) => {
      await signIn(page, 'ada@demo.example')
      await page.goto(`${audit}?by=nobody+like+this&action=credential&from=2026-01-01`)
      await expect(page.getByText('No event matches these filters.')).toBeVisible()
    },
  },
  {
    name: 'audit-event',
    open: async (page) => {
      await auditLog(page)
      await page.goto(`${audit}?action=credential.created`)
      await page.getByRole('button', { name: 'Details of Credential created' }).first().click()
      await expect(page.getByRole('dialog').getByRole('cell', { name: 'Team' }).first()).toBeVisible()
    },
  },
  { name: 'inventory', open: inventoryOf },
  {
    name: 'inventory-actions',
    floating: { button: 'Actions for Overseen export of Ben Okafor', role: 'menu' },
    open: async (page) => {
      await inventoryOf(page)
      await page.getByRole('button', { name: 'Actions for Overseen export of' }).click()
      await expect(page.getByRole('menuitem', { name: 'End all sessions' })).toBeVisible()
    },
  },
  { name: 'inventory-disable', open: disableIt },
  { name: 'list-disabled', open: disabledOfBen },
  {
    name: 'details-disabled',
    open: async (page) => {
      await disabledOfBen(page)
      await act(page, 'Overseen export', 'Details and activity')
      await expect(page.getByText('disabled this credential on')).toBeVisible()
    },
  },
]
