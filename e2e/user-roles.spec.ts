import { expect, type Page, test } from '@playwright/test'
import { closeAndLose, generateKey, signIn } from './builder'
import { call, tokenByOpenidClient } from './clients'
import { baseUrl, sql } from './environment'
import { insertPerson, insertRole, removeCustomRoles, removePeople, theirPassword } from './sample-roles'

const address = '/user-management/user-roles'
const ada = 'ada@demo.example'

test.beforeEach(async () => {
  await removePeople()
  await removeCustomRoles()
})
test.afterAll(async () => {
  await removePeople()
  await removeCustomRoles()
})

const dialog = (page: Page) => page.getByRole('dialog')
const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) })

async function open(page: Page, email = ada, password?: string) {
  await signIn(page, email, password)
  await page.goto(address)
  await page.waitForLoadState('networkidle')
}

async function choose(page: Page, role: string, action: string) {
  await page.getByRole('button', { name: `Actions for ${role}`, exact: true }).click()
  await page.getByRole('menuitem', { name: action, exact: true }).click()
}

/** Clicks the label of an access option, as people do. */
const tick = (page: Page, option: string) => dialog(page).locator('label').filter({ hasText: option }).click()

const newName = (page: Page) => dialog(page).getByLabel('Name')

test('a role is created, edited and deleted, and the list and the focus follow', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: 'New role' }).click()
  await expect(newName(page)).toBeFocused()
  await dialog(page).getByRole('button', { name: 'Create role' }).click()
  await expect(dialog(page).getByText('Enter a name.')).toBeVisible()
  await expect(newName(page)).toBeFocused()
  await newName(page).fill('team member')
  await dialog(page).getByRole('button', { name: 'Create role' }).click()
  await expect(dialog(page).getByText('Another role of this kind has this name.')).toBeVisible()
  await newName(page).fill('Night Shift')
  await tick(page, 'View tickets')
  await dialog(page).getByRole('button', { name: 'Create role' }).click()
  await expect(dialog(page)).toHaveCount(0)
  await expect(row(page, 'Night Shift').getByText('Custom')).toBeVisible()
  await expect(page.getByRole('button', { name: 'New role' })).toBeFocused()

  await choose(page, 'Night Shift', 'Edit')
  await tick(page, 'Assign tickets to people')
  await expect(dialog(page).getByText('nothing changes for anybody now')).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Save changes' }).click()
  await expect(row(page, 'Night Shift').getByText('View tickets · Assign tickets to people')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Actions for Night Shift' })).toBeFocused()

  await choose(page, 'Night Shift', 'Delete')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(row(page, 'Night Shift')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Actions for Team Leader' })).toBeFocused()
})

test('standard roles are read-only, and can be cloned', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: 'Actions for Viewer' }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['Details', 'Clone'])
  await page.getByRole('menuitem', { name: 'Clone' }).click()
  await expect(newName(page)).toHaveValue('Copy of Viewer')
  await expect(dialog(page).getByRole('checkbox', { name: 'View the audit log' })).toBeChecked()
  await tick(page, 'View the audit log')
  await dialog(page).getByRole('button', { name: 'Create role' }).click()
  await expect(row(page, 'Copy of Viewer').getByText('View service agents · View user roles · View system settings')).toBeVisible()
})

test('editing access options takes effect at the next call and the next click, and says so before', async ({ page, browser }) => {
  await insertRole('OPERATIONAL', 'Night Shift', ['tickets:read'])
  await insertRole('BUILDER', 'Night Manager', ['users:read'])
  const email = await insertPerson('Nia Nightly', ['Night Shift', 'Night Manager'])
  const theirs = await (await browser.newContext()).newPage()
  await signIn(theirs, email, theirPassword)
  const key = await generateKey(theirs, 'Night export', { operational: 'Night Shift', builder: 'Night Manager' })
  await closeAndLose(theirs)
  const token = await tokenByOpenidClient(key, baseUrl)
  expect((await call(token, '/api/v1/tickets')).status).toBe(200)
  await theirs.goto('/user-management/service-agents')
  await expect(theirs.getByRole('heading', { name: 'Service Agents', level: 1 })).toBeVisible()

  await open(page)
  await choose(page, 'Night Shift', 'Edit')
  await tick(page, 'View tickets')
  await expect(dialog(page).getByText('1 person and 1 credential lose “View tickets” at their next call.')).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog(page)).toHaveCount(0)
  expect((await call(token, '/api/v1/tickets')).status).toBe(403)
  expect((await call(token, '/api/v1/users')).status).toBe(200)
  await choose(page, 'Night Manager', 'Edit')
  await tick(page, 'View service agents')
  await tick(page, 'View user roles')
  await dialog(page).getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog(page)).toHaveCount(0)
  // Still signed in, with other access options.
  await theirs.reload()
  await expect(theirs.getByRole('heading', { name: 'Access option missing' })).toBeVisible()
  await theirs.goto(address)
  await expect(theirs.getByRole('heading', { name: 'User Roles', level: 1 })).toBeVisible()
  expect((await call(token, '/api/v1/users')).status).toBe(403)
  expect((await call(token, '/api/v1/roles')).status).toBe(200)
})

test('a role in use is not deleted: the list of holders says by whom, a page at a time', async ({ page }) => {
  await insertRole('OPERATIONAL', 'Night Shift', ['tickets:read'])
  await sql(
    `WITH made AS (
       INSERT INTO users (id, email, name, password_hash) SELECT gen_random_uuid(), 'holder' || n || '@roles.example', 'Holder ' || lpad(n::text, 3, '0'), 'x'
       FROM generate_series(1, 60) n RETURNING id)
     INSERT INTO user_roles (user_id, role_id) SELECT made.id, r.id FROM made, roles r WHERE r.name = 'Night Shift'`,
  )
  await open(page)
  await choose(page, 'Night Shift', 'Delete')
  await expect(dialog(page)).toHaveAccessibleName('Night Shift is in use')
  await expect(dialog(page).getByText('60 people')).toBeVisible()
  await expect(dialog(page).getByText('Holder 001')).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Next page' }).click()
  await expect(dialog(page).getByText('Holder 026')).toBeVisible()
  await expect(dialog(page).getByText('26–50 of 60')).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByRole('button', { name: 'Actions for Night Shift' })).toBeFocused()
  await expect(row(page, 'Night Shift')).toBeVisible()
})

test('a role given to somebody between the question and the answer is not deleted either', async ({ page }) => {
  await insertRole('OPERATIONAL', 'Night Shift', [])
  await open(page)
  await choose(page, 'Night Shift', 'Delete')
  await insertPerson('Late Holder', ['Night Shift'])
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(dialog(page)).toHaveAccessibleName('Night Shift is in use')
  await expect(dialog(page).getByText('late.holder@roles.example')).toBeVisible()
})

test('two administrators editing the same role: the second is told and loses nothing typed', async ({ page, browser }) => {
  await insertRole('OPERATIONAL', 'Night Shift', ['tickets:read'])
  const email = await insertPerson('Otto Other', ['Team Leader', 'Administrator'])
  const other = await (await browser.newContext()).newPage()
  await open(page)
  await open(other, email, theirPassword)
  await choose(page, 'Night Shift', 'Edit')
  await choose(other, 'Night Shift', 'Edit')
  await newName(other).fill('Late Shift')
  await other.getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog(other)).toHaveCount(0)

  await newName(page).fill('Early Shift')
  await tick(page, 'Create and change tickets')
  await dialog(page).getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog(page).getByRole('alert')).toContainText('Otto Other changed this role while you were editing it.')
  await expect(dialog(page).getByRole('alert')).toContainText('Late Shift')
  await expect(newName(page)).toHaveValue('Early Shift')
  await expect(dialog(page).getByRole('checkbox', { name: 'Create and change tickets' })).toBeChecked()
  await dialog(page).getByRole('button', { name: 'Save mine over it' }).click()
  await expect(row(page, 'Early Shift').getByText('View tickets · Create and change tickets')).toBeVisible()

  await other.reload()
  await other.waitForLoadState('networkidle')
  await choose(other, 'Early Shift', 'Edit')
  await sql(`UPDATE roles SET description = 'Changed at the database.', version = version + 1 WHERE name = 'Early Shift'`)
  await newName(other).fill('Typed in vain')
  await other.getByRole('button', { name: 'Save changes' }).click()
  await other.getByRole('button', { name: 'Discard mine and show theirs' }).click()
  await expect(newName(other)).toHaveValue('Early Shift')
  await expect(dialog(other).getByLabel('Description')).toHaveValue('Changed at the database.')
})

test('nobody can choose what they do not have, and who takes something from themselves is warned', async ({ page }) => {
  await insertRole('BUILDER', 'Role Keeper', ['roles:read', 'roles:write'])
  await insertRole('OPERATIONAL', 'Beyond', ['tickets:assign'])
  const email = await insertPerson('Kit Keeper', ['Team Member', 'Role Keeper'])
  await open(page, email, theirPassword)
  await page.getByRole('button', { name: 'Actions for Beyond' }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['Details', 'Clone'])
  await page.getByRole('menuitem', { name: 'Clone' }).click()
  await expect(dialog(page).getByText('Left out, because you do not have it yourself: Assign tickets to people.')).toBeVisible()
  await expect(dialog(page).getByRole('checkbox', { name: 'Assign tickets to people' })).toBeDisabled()
  await page.keyboard.press('Escape')
  await choose(page, 'Role Keeper', 'Details')
  await expect(page.getByText('To see who, you need the access option “View service agents”.')).toBeVisible()
  await page.keyboard.press('Escape')
  await choose(page, 'Role Keeper', 'Edit')
  await tick(page, 'Manage user roles')
  await expect(
    dialog(page).getByText('You hold this role: you will lose “Manage user roles”. You cannot undo this yourself.'),
  ).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog(page)).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'New role' })).toHaveCount(0)
})

test('people who may only look see no way to change anything', async ({ page }) => {
  await insertRole('OPERATIONAL', 'Night Shift', [])
  await open(page, 'cleo@demo.example')
  await expect(page.getByRole('button', { name: 'New role' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Actions for Night Shift' }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['Details'])
})
