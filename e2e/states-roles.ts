import { expect, type Page } from '@playwright/test'
import { signIn } from './builder'
import { sql } from './environment'
import { insertPerson, insertRole, removeCustomRoles, removePeople, theirPassword } from './sample-roles'

const ada = 'ada@demo.example'

async function roles(page: Page) {
  await removePeople()
  await removeCustomRoles()
  await insertRole('OPERATIONAL', 'Night Shift', ['tickets:read'], 'Looks after the queue at night.')
  await insertRole('BUILDER', 'Auditor', ['audit:read', 'settings:read'], 'Reads what happened.')
  for (const name of ['Nia Nightly', 'Omar Late']) await insertPerson(name, ['Night Shift', 'Auditor'])
  await signIn(page, ada)
  await page.goto('/user-management/user-roles')
  await page.waitForLoadState('networkidle')
}

async function choose(page: Page, role: string, action: string) {
  await page.getByRole('button', { name: `Actions for ${role}`, exact: true }).click()
  await page.getByRole('menuitem', { name: action, exact: true }).click()
}

async function editing(page: Page) {
  await roles(page)
  await choose(page, 'Auditor', 'Edit')
  await page.getByRole('dialog').locator('label').filter({ hasText: 'View service agents' }).click()
  await page.getByRole('dialog').locator('label').filter({ hasText: 'View the audit log' }).click()
  await expect(page.getByText('2 people get “View service agents” and lose “View the audit log” at their next call.')).toBeVisible()
}

async function account(page: Page) {
  const email = await insertPerson('Pat Profile', ['Team Member', 'Viewer'])
  await signIn(page, email, theirPassword)
  await page.goto('/account')
  await page.waitForLoadState('networkidle')
}

/** User Roles, My account, and the page where a password is chosen that nobody else knows. */
export const roleStates: { name: string; open: (page: Page) => Promise<void> }[] = [
  { name: 'roles', open: roles },
  {
    name: 'roles-no-match',
    open: async (page) => {
      await roles(page)
      await page.getByRole('searchbox', { name: 'Search' }).fill('nothing like this')
      await expect(page.getByRole('button', { name: 'Clear search' })).toBeVisible()
    },
  },
  {
    name: 'role-new-errors',
    open: async (page) => {
      await roles(page)
      await page.getByRole('button', { name: 'New role' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Create role' }).click()
      await expect(page.getByText('Enter a name.')).toBeVisible()
    },
  },
  { name: 'role-edit', open: editing },
  {
    name: 'role-changed-meanwhile',
    open: async (page) => {
      await editing(page)
      await sql(`UPDATE roles SET name = 'Inspector', features = '{audit:read}', version = version + 1 WHERE name = 'Auditor'`)
      await page.getByRole('button', { name: 'Save changes' }).click()
      await expect(page.getByRole('button', { name: 'Save mine over it' })).toBeVisible()
    },
  },
  {
    name: 'role-beyond-own-access',
    open: async (page) => {
      await roles(page)
      await insertRole('BUILDER', 'Role Keeper', ['roles:read', 'roles:write'])
      const email = await insertPerson('Kit Keeper', ['Team Member', 'Role Keeper'])
      await page.context().clearCookies()
      await signIn(page, email, theirPassword)
      await page.goto('/user-management/user-roles')
      await page.waitForLoadState('networkidle')
      await choose(page, 'Viewer', 'Clone')
      await expect(page.getByText('Left out, because you do not have it yourself')).toBeVisible()
    },
  },
  {
    name: 'role-in-use',
    open: async (page) => {
      await roles(page)
      await choose(page, 'Night Shift', 'Delete')
      await expect(page.getByRole('dialog').getByText('Nia Nightly')).toBeVisible()
    },
  },
  {
    name: 'role-delete',
    open: async (page) => {
      await roles(page)
      await insertRole('OPERATIONAL', 'Unused', [])
      await page.reload()
      await page.waitForLoadState('networkidle')
      await choose(page, 'Unused', 'Delete')
      await expect(page.getByRole('alertdialog')).toBeVisible()
    },
  },
  {
    name: 'role-details',
    open: async (page) => {
      await roles(page)
      await choose(page, 'Administrator', 'Details')
      await expect(page.getByRole('dialog').getByText(ada)).toBeVisible()
    },
  },
  { name: 'account', open: account },
  {
    name: 'account-password-errors',
    open: async (page) => {
      await account(page)
      await page.getByRole('button', { name: 'Change password' }).click()
      await expect(page.getByText('Enter your current password.')).toBeVisible()
    },
  },
  {
    name: 'choose-password',
    open: async (page) => {
      const email = await insertPerson('Fay First', ['Team Member', 'Viewer'], { mustChangePassword: true })
      await page.goto('/sign-in')
      await page.waitForLoadState('networkidle')
      await page.getByLabel('Email').fill(email)
      await page.getByLabel('Password').fill(theirPassword)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible()
      await page.waitForLoadState('networkidle')
    },
  },
]
