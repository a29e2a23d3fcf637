import { expect, type Locator, type Page, test } from '@playwright/test'
import { actOnAgent, agentsScreen, toggleRole } from './agents'
import { closeAndLose, generateKey, signIn } from './builder'
import { call, tokenByOpenidClient } from './clients'
import { sql } from './environment'
import { insertPeople, removePeople } from './people'

const amy = { email: 'amy@agents.example', name: 'Amy Keeper', roles: ['Team Leader', 'Team Member', 'Administrator'] }
const bob = { email: 'bob@agents.example', name: 'Bob Story', roles: ['Team Leader', 'Team Member', 'Viewer'] }
const mia = { email: 'mia@agents.example', name: 'Mia Manager', roles: ['Team Leader', 'User Manager'] }
const added = ['eve@agents.example', 'kay@agents.example']

test.beforeEach(() => insertPeople([amy, bob, mia]))
test.afterAll(() => removePeople([amy.email, bob.email, mia.email, ...added]))

const row = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })
const newAgent = (page: Page) => page.getByRole('dialog', { name: 'New service agent' })
const save = (dialog: Locator) => dialog.getByRole('button', { name: 'Save changes' }).click()
/** Not by its label: the tab's panel has the same. */
const passwordField = (dialog: Locator) => dialog.locator('input[autocomplete="new-password"]')
const spoken = (page: Page, text: string) => expect(page.locator('[aria-live="polite"]', { hasText: text })).toBeAttached()

async function openNew(page: Page) {
  await page.goto(agentsScreen)
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: 'New service agent' }).click()
  return newAgent(page)
}

test('an administrator removes a role from a signed-in user: next click, next call, next token and the list all know', async ({
  browser,
}) => {
  const amys = await (await browser.newContext()).newPage()
  const bobs = await (await browser.newContext()).newPage()
  await signIn(bobs, bob.email)
  const key = await generateKey(bobs, 'Bob’s program', { operational: 'Team Leader', builder: 'Viewer' })
  await closeAndLose(bobs)
  const token = await tokenByOpenidClient(key)
  expect((await call(token)).body.roles).toEqual({ operational: 'Team Leader', builder: 'Viewer' })

  await signIn(amys, amy.email)
  const dialog = await actOnAgent(amys, bob.name, 'Edit')
  await toggleRole(dialog, 'Team Leader')
  await expect(dialog.getByText('Ends 1 live session; 1 credential loses Operational access; Bob Story is signed out.')).toBeVisible()
  await save(dialog)
  await expect(amys.getByRole('dialog')).toHaveCount(0)
  await expect(row(amys, bob.name)).toContainText('Team Member')
  await expect(row(amys, bob.name)).not.toContainText('Team Leader')

  await bobs.getByRole('link', { name: 'Service Agents' }).click()
  await expect(bobs.getByRole('heading', { name: 'Sign in to Builder' })).toBeVisible()
  await expect(bobs.getByText('Your roles were changed by an administrator, so you were signed out.')).toBeVisible()
  const refused = await call(token)
  expect(`${refused.status} ${refused.body.code}`).toBe('401 invalid_token')
  expect((await call(await tokenByOpenidClient(key))).body.roles).toEqual({ operational: null, builder: 'Viewer' })
  await signIn(bobs, bob.email)
  await expect(bobs.getByRole('row', { name: 'Bob’s program' })).toContainText('Role removed')
})

test('adds a service agent with a generated password; errors lead to their tab and field', async ({ page }) => {
  await removePeople(added)
  await signIn(page, amy.email)
  const dialog = await openNew(page)
  await dialog.getByLabel('Name').fill('Eve Starter')
  await dialog.getByLabel('E-mail').fill(bob.email.toUpperCase())
  await dialog.getByRole('button', { name: 'Add service agent' }).click()
  await expect(dialog.getByRole('tab', { name: 'Access (has errors)' })).toHaveAttribute('aria-selected', 'true')
  await expect(dialog.getByText('Choose at least one Operational role.')).toBeVisible()
  await expect(dialog.getByRole('checkbox').first()).toBeFocused()
  await toggleRole(dialog, 'Team Member')
  await toggleRole(dialog, 'Viewer')
  await dialog.getByRole('button', { name: 'Add service agent' }).click()
  await expect(dialog.getByRole('tab', { name: 'Password (has errors)' })).toHaveAttribute('aria-selected', 'true')
  await expect(passwordField(dialog)).toBeFocused()
  await dialog.getByRole('button', { name: 'Generate password' }).click()
  const password = await passwordField(dialog).inputValue()
  expect(password).toMatch(/^[a-zA-Z2-9]{20}$/)
  await dialog.getByRole('button', { name: 'Add service agent' }).click()
  await expect(dialog.getByLabel('E-mail')).toBeFocused()
  await expect(dialog.getByText('Another service agent has this e-mail address.')).toBeVisible()
  await dialog.getByLabel('E-mail').fill(' Eve@Agents.example ')
  await dialog.getByRole('button', { name: 'Add service agent' }).click()
  await spoken(page, 'Eve Starter added')
  await expect(page.getByRole('button', { name: 'New service agent' })).toBeFocused()
  await page.goto(`${agentsScreen}?search=eve@agents.example`)
  await expect(row(page, 'Eve Starter')).toContainText('eve@agents.exampleTeam MemberViewerNeverEnabled')
  const [eve] = await sql("SELECT must_change_password, password_hash LIKE '$2%' AS hashed FROM users WHERE email = 'eve@agents.example'")
  expect(eve).toEqual({ must_change_password: true, hashed: true })
  expect(await page.content()).not.toContain(password)
})

test('edits name and password; the person’s sign-ins end', async ({ page, browser }) => {
  const bobs = await (await browser.newContext()).newPage()
  await signIn(bobs, bob.email)
  await signIn(page, amy.email)
  const dialog = await actOnAgent(page, bob.name, 'Edit')
  await dialog.getByLabel('Name').fill('Bob Story-Smith')
  await dialog.getByRole('tab', { name: 'Password' }).click()
  await dialog.getByLabel('New password').fill('too short')
  await save(dialog)
  await expect(dialog.getByText('Use at least 12 characters.')).toBeVisible()
  await dialog.getByLabel('New password').fill('long enough now')
  await save(dialog)
  await spoken(page, 'Bob Story-Smith saved')
  await expect(page.getByRole('button', { name: 'Actions for Bob Story-Smith' })).toBeFocused()
  await bobs.reload()
  await expect(bobs.getByRole('heading', { name: 'Sign in to Builder' })).toBeVisible()
  const [row] = await sql('SELECT must_change_password, version FROM users WHERE email = $1', [bob.email])
  expect(row).toEqual({ must_change_password: true, version: 1 })
})

test('disables and enables; what ended stays ended', async ({ page, browser }) => {
  const bobs = await (await browser.newContext()).newPage()
  await signIn(bobs, bob.email)
  const key = await generateKey(bobs, 'Bob’s program')
  await closeAndLose(bobs)
  const token = await tokenByOpenidClient(key)
  await signIn(page, amy.email)
  const question = await actOnAgent(page, bob.name, 'Disable')
  await expect(
    question.getByText('Ends 1 live session and signs Bob Story out; their 1 credential gets no new tokens until they are enabled again.'),
  ).toBeVisible()
  await question.getByRole('button', { name: 'Disable' }).click()
  await expect(row(page, bob.name)).toContainText('Disabled')
  expect((await call(token)).body.code).toBe('invalid_token')
  await bobs.reload()
  await expect(bobs.getByText('Your account has been disabled.')).toBeVisible()
  const again = await actOnAgent(page, bob.name, 'Enable')
  await again.getByRole('button', { name: 'Enable' }).click()
  await expect(row(page, bob.name)).toContainText('Enabled')
  expect((await call(token)).body.code).toBe('invalid_token')
  expect((await call(await tokenByOpenidClient(key))).status).toBe(200)
})

test('nobody disables themselves or takes the last Administrator away', async ({ page }) => {
  await signIn(page, amy.email)
  await page.goto(`${agentsScreen}?search=${amy.email}`)
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: 'Actions for Amy Keeper' }).click()
  await expect(page.getByRole('menuitem', { name: 'Disable' })).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Escape')
  const others =
    "disabled_at IS NULL AND email <> $1 AND id IN (SELECT user_id FROM user_roles h JOIN roles r ON r.id = role_id WHERE r.name = 'Administrator')"
  const disabled = await sql<{ id: string }>(`UPDATE users SET disabled_at = now() WHERE ${others} RETURNING id`, [amy.email])
  try {
    const dialog = await actOnAgent(page, amy.name, 'Edit')
    await toggleRole(dialog, 'Viewer')
    await toggleRole(dialog, 'Administrator')
    await expect(dialog.getByText('You are signed out.')).toBeVisible()
    await save(dialog)
    await expect(dialog.getByText('This is the last enabled Administrator. Make somebody else an Administrator first.')).toBeVisible()
    await expect(dialog.getByRole('checkbox', { name: 'Administrator' })).toBeFocused()
    await sql('UPDATE users SET disabled_at = NULL WHERE id = ANY($1::uuid[])', [disabled.map(({ id }) => id)])
    await save(dialog)
    await expect(page.getByText('Your roles were changed by an administrator')).toBeVisible()
  } finally {
    await sql('UPDATE users SET disabled_at = NULL WHERE id = ANY($1::uuid[])', [disabled.map(({ id }) => id)])
  }
})

test('whoever holds more than I do is out of my reach, and so are roles that carry more', async ({ page }) => {
  await signIn(page, mia.email)
  await page.goto(`${agentsScreen}?search=agents.example`)
  await page.waitForLoadState('networkidle')
  await expect(page.getByRole('button', { name: 'Actions for Amy Keeper' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Why Amy Keeper cannot be changed' }).click()
  await expect(page.getByRole('dialog', { name: 'Out of your reach' })).toContainText('Change system settings')
  await page.keyboard.press('Escape')
  const dialog = await openNew(page)
  await dialog.getByRole('tab', { name: 'Access' }).click()
  await expect(dialog.getByRole('checkbox', { name: 'Administrator' })).toBeDisabled()
  await expect(dialog.getByRole('checkbox', { name: 'User Manager' })).toBeEnabled()
})

test('two administrators edit the same person: the second is told and loses nothing typed', async ({ page, browser }) => {
  const other = await (await browser.newContext()).newPage()
  await signIn(page, amy.email)
  await signIn(other, 'ada@demo.example')
  const theirs = await actOnAgent(other, bob.name, 'Edit')
  const mine = await actOnAgent(page, bob.name, 'Edit')
  await mine.getByLabel('Name').fill('Bob of Amy')
  await mine.getByRole('tab', { name: 'Password' }).click()
  await mine.getByLabel('New password').fill('typed by Amy')
  await theirs.getByLabel('Name').fill('Bob of Ada')
  await theirs.getByLabel('E-mail').fill('bob.ada@agents.example')
  await save(theirs)
  await expect(other.getByRole('dialog')).toHaveCount(0)
  await save(mine)
  const note = mine.getByRole('alert')
  await expect(note).toContainText('Ada Moreau changed this service agent while you were editing.')
  await expect(note).toContainText('Name is now “Bob of Ada”; saving puts yours in its place.')
  await expect(note).toContainText('E-mail is now “bob.ada@agents.example”.')
  await expect(mine.getByLabel('New password')).toHaveValue('typed by Amy')
  await mine.getByRole('tab', { name: 'General' }).click()
  await expect(mine.getByLabel('Name')).toHaveValue('Bob of Amy')
  await expect(mine.getByLabel('E-mail')).toHaveValue('bob.ada@agents.example')
  await save(mine)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const [stored] = await sql("SELECT name, email, version FROM users WHERE email LIKE 'bob%@agents.example'")
  expect(stored).toEqual({ name: 'Bob of Amy', email: 'bob.ada@agents.example', version: 2 })
  await removePeople(['bob.ada@agents.example'])
})

test('the second may also keep what the first saved', async ({ page }) => {
  await signIn(page, amy.email)
  const dialog = await actOnAgent(page, bob.name, 'Edit')
  await dialog.getByLabel('Name').fill('Bob of Amy')
  await sql("UPDATE users SET name = 'Bob of SQL', version = version + 1 WHERE email = $1", [bob.email])
  await save(dialog)
  await dialog.getByRole('button', { name: 'Discard mine, keep theirs' }).click()
  await expect(dialog.getByLabel('Name')).toHaveValue('Bob of SQL')
  await expect(dialog.getByRole('alert')).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('add → edit roles → disable, with the keyboard only', async ({ page }) => {
  await removePeople(added)
  await signIn(page, amy.email)
  await page.goto(agentsScreen)
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: 'New service agent' }).focus()
  await page.keyboard.press('Enter')
  const dialog = newAgent(page)
  await expect(dialog.getByLabel('Name')).toBeFocused()
  await page.keyboard.type('Kay Board')
  await page.keyboard.press('Tab')
  await page.keyboard.type('kay@agents.example')
  await tabTo(page, dialog.getByRole('tab', { name: 'General' }))
  await page.keyboard.press('ArrowRight')
  await expect(dialog.getByRole('tab', { name: 'Access' })).toBeFocused()
  await tabTo(page, dialog.getByRole('checkbox', { name: 'Team Member' }))
  await page.keyboard.press('Space')
  await tabTo(page, dialog.getByRole('tab', { name: 'Access' }))
  await page.keyboard.press('ArrowRight')
  await tabTo(page, passwordField(dialog))
  await page.keyboard.type('a typed password')
  await page.keyboard.press('Enter')
  await spoken(page, 'Kay Board added')
  await expect(page.getByRole('button', { name: 'New service agent' })).toBeFocused()
  await tabTo(page, page.getByRole('searchbox', { name: 'Search' }))
  await page.keyboard.type('kay@agents')
  await expect(page.getByRole('status').filter({ hasText: '1 matches' })).toBeVisible()
  const actions = page.getByRole('button', { name: 'Actions for Kay Board' })
  await tabTo(page, actions)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Edit' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expect(page.getByRole('alertdialog').getByText('Ends nothing')).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(row(page, 'Kay Board')).toContainText('Disabled')
  await expect(actions).toBeFocused()
})

test('10 000 users: sorted, searched and paged on the server, the state in the address', async ({ page }) => {
  test.slow()
  await sql(
    `INSERT INTO users (id, email, name, password_hash)
     SELECT gen_random_uuid(), 'crowd' || lpad(n::text, 5, '0') || '@crowd.example', 'Crowd ' || lpad((n % 1000)::text, 4, '0'), 'none'
     FROM generate_series(1, 10000) n`,
  )
  try {
    await signIn(page, amy.email)
    await page.goto(`${agentsScreen}?search=CROWD&sort=-email&page=400`)
    await expect(page.getByText('9976–10000 of 10000')).toBeVisible()
    await expect(page.getByRole('row')).toHaveCount(26)
    await expect(page.getByRole('row').last()).toContainText('crowd00001@crowd.example')
    await page.waitForLoadState('networkidle')
    await page.getByRole('button', { name: 'Previous page' }).click()
    await expect(page.getByText('9951–9975 of 10000')).toBeVisible()
    await expect(page).toHaveURL(/page=399/)
    await page.getByRole('button', { name: 'Name', exact: true }).click()
    await expect(page.getByText('1–25 of 10000')).toBeVisible()
    await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending')
    await page.getByRole('searchbox', { name: 'Search' }).fill('crowd_0001')
    await expect(page.getByText('No service agent matches')).toBeVisible()
    await page.getByRole('searchbox', { name: 'Search' }).fill('crowd00001@')
    await expect(page.getByRole('row')).toHaveCount(2)
    await expect(page).toHaveURL(/search=crowd00001%40/)
    await page.reload()
    await expect(page.getByRole('row')).toHaveCount(2)
  } finally {
    await sql("DELETE FROM users WHERE email LIKE '%@crowd.example'")
  }
})

test('people who may only look see no way to change anything', async ({ page }) => {
  await signIn(page, bob.email)
  await page.goto(`${agentsScreen}?search=agents.example`)
  await expect(row(page, amy.name)).toBeVisible()
  await expect(page.getByRole('button', { name: 'New service agent' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: /^(Actions for|Why) / })).toHaveCount(0)
})

async function tabTo(page: Page, target: Locator) {
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reached ${target}`)
}
