import { expect, type Page, test } from '@playwright/test'
import { act, closeAndLose, generateKey, readKey, type ShownKey, screen, signIn } from './builder'
import { call, tokenByCurl, tokenByOpenidClient, walkInPostman } from './clients'
import { sql } from './environment'

// One story, told in order: each step starts where the one before ended.
test.describe.configure({ mode: 'serial' })

const ada = 'ada@demo.example'
const name = 'Main job'
let page: Page
let key: ShownKey
let accessToken: string

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage()
})
test.afterAll(() => page.close())

/** A token dies: refused by the API, while a fresh one works unless the credential itself is finished. */
async function expectDead(token: string) {
  const { status, body } = await call(token)
  expect({ status, code: body.code }).toEqual({ status: 401, code: 'invalid_token' })
}

async function changeRole(change: 'add' | 'remove', email: string, role: string) {
  const statement =
    change === 'add'
      ? 'INSERT INTO user_roles (user_id, role_id) SELECT u.id, r.id FROM users u, roles r WHERE u.email = $1 AND r.name = $2'
      : 'DELETE FROM user_roles USING users u, roles r WHERE user_id = u.id AND role_id = r.id AND u.email = $1 AND r.name = $2'
  await sql(statement, [email, role])
}

test('a person signs in, creates a credential and reads Client ID and Secret Key off the screen', async () => {
  await signIn(page, ada)
  key = await generateKey(page, name, { operational: 'Team Member', builder: 'None' })
  await closeAndLose(page)
  const row = page.getByRole('row', { name: new RegExp(name) })
  await expect(row).toContainText(key.clientId)
  await expect(row).toContainText('Team Member')
  await expect(row).toContainText('None')
  await expect(row).toContainText('Never used')
})

test('curl, a certified OAuth client and Postman’s runner all get a token and reach the API', async () => {
  expect((await tokenByCurl(key)).access_token).toMatch(/^act_[0-9A-Za-z]{38}$/)
  accessToken = await tokenByOpenidClient(key)
  expect(await walkInPostman(key)).toEqual([
    { name: 'Get a token', status: 200 },
    { name: 'Who am I', status: 200 },
  ])
})

test('the token acts for its owner, limited to the chosen roles', async () => {
  const { status, body } = await call(accessToken)
  expect(status).toBe(200)
  expect(body.owner).toMatchObject({ name: 'Ada Moreau', email: ada })
  expect(body.credential).toMatchObject({ client_id: key.clientId, name })
  expect(body.roles).toEqual({ operational: 'Team Member', builder: null })
  expect(body.features).toEqual(['tickets:read', 'tickets:write'])
  const json = { 'content-type': 'application/json' }
  const created = await call(accessToken, '/api/v1/tickets', {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ title: 'From outside' }),
  })
  expect(created).toMatchObject({ status: 201, body: { title: 'From outside', created_by: ada, status: 'NEW' } })
  expect((await call(accessToken, `/api/v1/tickets/${created.body.reference}`)).body.title).toBe('From outside')
})

test('it is refused on a Builder API although its owner is an administrator', async () => {
  for (const path of ['/api/v1/users', '/api/v1/roles', '/api/v1/settings']) {
    expect(await call(accessToken, path)).toMatchObject({ status: 403, body: { code: 'insufficient_scope' } })
  }
})

test('the list shows when it was last used', async () => {
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('Active', { timeout: 1000 })
  }).toPass()
})

test('many sessions of the credential live at once', async () => {
  const tokens = await Promise.all(Array.from({ length: 20 }, () => tokenByOpenidClient(key)))
  const answers = await Promise.all(tokens.map((token) => call(token)))
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
})

test('the token dies after the Idle Session Timeout, and each use puts that off', async () => {
  await sql('UPDATE settings SET idle_session_timeout_seconds = 2')
  try {
    accessToken = await tokenByOpenidClient(key)
    for (let i = 0; i < 4; i++) {
      await page.waitForTimeout(1_000)
      expect((await call(accessToken)).status).toBe(200)
    }
    await page.waitForTimeout(2_100)
    await expectDead(accessToken)
  } finally {
    await sql('UPDATE settings SET idle_session_timeout_seconds = 1200')
  }
})

test('the token dies when its owner gains a role, and the owner is signed out of Builder and told why', async () => {
  accessToken = await tokenByOpenidClient(key)
  await changeRole('add', ada, 'Viewer')
  await expectDead(accessToken)
  await page.goto(screen)
  await expect(page.getByRole('heading', { name: 'Sign in to Builder' })).toBeVisible()
  await expect(page.getByText('Your roles were changed')).toBeVisible()
})

test('the token dies when its owner loses a role, and the next one lacks that role', async () => {
  await signIn(page, ada)
  const both = await generateKey(page, 'With Builder access', { operational: 'Team Leader', builder: 'Viewer' })
  await closeAndLose(page)
  const token = await tokenByOpenidClient(both)
  expect((await call(token, '/api/v1/users')).status).toBe(200)
  await changeRole('remove', ada, 'Viewer')
  await expectDead(token)
  const next = await tokenByOpenidClient(both)
  expect((await call(next)).body.roles).toEqual({ operational: 'Team Leader', builder: null })
  expect((await call(next, '/api/v1/users')).status).toBe(403)
  await signIn(page, ada)
  await expect(page.getByRole('row', { name: /With Builder access/ })).toContainText('Role removed')
})

test('generating a new secret key ends the old secret and its sessions at once; the client id stays', async () => {
  accessToken = await tokenByOpenidClient(key)
  await act(page, name, 'Generate new secret key')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Generate new secret key' }).click()
  const renewed = await readKey(page)
  await closeAndLose(page)
  expect(renewed.clientId).toBe(key.clientId)
  expect(renewed.secret).not.toBe(key.secret)
  await expectDead(accessToken)
  expect((await tokenByCurl(key)).error).toBe('invalid_client')
  key = renewed
  accessToken = await tokenByOpenidClient(key)
  expect((await call(accessToken)).status).toBe(200)
})

test('editing changes name and expiry date only, and ends nothing', async () => {
  await act(page, name, 'Edit')
  await page.getByRole('dialog').getByLabel('Name').fill('Main job, renamed')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('row', { name: /Main job, renamed/ })).toBeVisible()
  expect((await call(accessToken)).body.credential.name).toBe('Main job, renamed')
})

test('disabling the owner ends tokens and sign-in; enabling them revives neither', async () => {
  await sql('UPDATE users SET disabled_at = now() WHERE email = $1', [ada])
  await expectDead(accessToken)
  expect((await tokenByCurl(key)).error).toBe('invalid_client')
  await page.goto(screen)
  await expect(page.getByRole('heading', { name: 'Sign in to Builder' })).toBeVisible()
  await sql('UPDATE users SET disabled_at = NULL WHERE email = $1', [ada])
  await expectDead(accessToken)
  await page.goto(screen)
  await expect(page.getByRole('heading', { name: 'Sign in to Builder' })).toBeVisible()
  await signIn(page, ada)
})

test('deleting the credential ends its tokens', async () => {
  accessToken = await tokenByOpenidClient(key)
  await act(page, 'Main job, renamed', 'Delete')
  await page.getByRole('alertdialog').getByLabel('Type the credential’s name to confirm').fill('Main job, renamed')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('row', { name: /Main job, renamed/ })).toHaveCount(0)
  await expectDead(accessToken)
  expect((await tokenByCurl(key)).error).toBe('invalid_client')
})
