import { type Browser, expect, type Page, test } from '@playwright/test'
import { act, closeAndLose, generateKey, readKey, type ShownKey, signIn } from './builder'
import { call, tokenByOpenidClient } from './clients'
import { baseUrl, databaseUrl, sql } from './environment'
import { type Started, startProduct, stop, untilPrinted } from './processes'
import { grant, newClient } from './protocol'
import { insertPerson, insertRole, removeCustomRoles, removePeople } from './sample-roles'

test.describe.configure({ mode: 'serial' })

const owner = 'ben@demo.example'
let second: Started
let page: Page
let browser: Browser

test.beforeAll(async ({ browser: started }) => {
  browser = started
  // Two more processes behind one port.
  second = startProduct(3227, { DATABASE_URL: databaseUrl, WEB_CONCURRENCY: '2' })
  await untilPrinted(second, 'is ready')
  page = await browser.newPage()
})
test.afterAll(async () => {
  await page.close()
  expect(await stop(second)).toBe(0)
})

/** Every way a token dies: what one process is told, and what the others then must know. */
const deaths: [name: string, kill: (key: ShownKey, credential: string) => Promise<unknown>, undo?: () => Promise<unknown>][] = [
  [
    'is idle',
    () => sql('UPDATE settings SET idle_session_timeout_seconds = 1').then(() => page.waitForTimeout(1_100)),
    () => sql('UPDATE settings SET idle_session_timeout_seconds = 1200'),
  ],
  [
    'its owner gains a role',
    () => sql("INSERT INTO user_roles SELECT u.id, r.id FROM users u, roles r WHERE u.email = $1 AND r.name = 'Viewer'", [owner]),
  ],
  [
    'its owner loses a role',
    () =>
      sql("DELETE FROM user_roles USING users u, roles r WHERE user_id = u.id AND role_id = r.id AND u.email = $1 AND r.name = 'Viewer'", [
        owner,
      ]),
  ],
  [
    'its owner is disabled and enabled again',
    () =>
      sql('UPDATE users SET disabled_at = now() WHERE email = $1', [owner]).then(() =>
        sql('UPDATE users SET disabled_at = NULL WHERE email = $1', [owner]),
      ),
  ],
  [
    'the credential expires',
    (key) => sql("UPDATE application_credentials SET expires_at = now() - interval '1 second' WHERE client_id = $1", [key.clientId]),
  ],
  [
    'its secret is regenerated on the screen',
    async (_key, credential) => {
      await signIn(page, owner)
      await act(page, credential, 'Generate new secret key')
      await page.getByRole('alertdialog').getByRole('button', { name: 'Generate new secret key' }).click()
      await readKey(page)
      await closeAndLose(page)
    },
  ],
  [
    'the credential is deleted on the screen',
    async (_key, credential) => {
      await act(page, credential, 'Delete')
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
      await expect(page.getByRole('row', { name: credential })).toHaveCount(0)
    },
  ],
  [
    'all its sessions are ended',
    (key) =>
      sql('UPDATE sessions SET revoked_at = now() FROM application_credentials c WHERE c.id = credential_id AND c.client_id = $1', [
        key.clientId,
      ]),
  ],
]

for (const [name, kill, undo] of deaths) {
  test(`a token warm in all processes dies in all when ${name}; a stranger’s lives on`, async () => {
    const credential = `Two processes ${name}`
    await signIn(page, owner)
    const key = await generateKey(page, credential, { operational: 'Team Leader' })
    await closeAndLose(page)
    const stranger = await strangersToken()
    const tokens = [await tokenByOpenidClient(key), await tokenByOpenidClient(key, second.url)]
    const answers = () =>
      Promise.all(tokens.flatMap((token) => [baseUrl, second.url, second.url].map((server) => freshCall(token, server))))
    expect((await answers()).map(({ status }) => status)).toEqual(Array(6).fill(200))
    await kill(key, credential)
    const after = await answers()
    await undo?.()
    expect(after.map(({ status, body }) => `${status} ${body.code}`)).toEqual(Array(6).fill('401 invalid_token'))
    if (name !== 'is idle') expect((await call(stranger, '/api/v1/me', {}, second.url)).status).toBe(200)
  })
}

/** A call on a connection of its own, so that the processes behind one port take turns. */
const freshCall = (token: string, server: string, path = '/api/v1/me') => call(token, path, { headers: { connection: 'close' } }, server)

let strangersKey: ShownKey | undefined

async function strangersToken() {
  if (!strangersKey) {
    const other = await browser.newPage()
    await signIn(other, 'cleo@demo.example')
    strangersKey = await generateKey(other, 'Stranger')
    await other.close()
  }
  return tokenByOpenidClient(strangersKey)
}

test('use in one process keeps a session alive for the other, exactly', async () => {
  const token = await strangersToken()
  await sql('UPDATE settings SET idle_session_timeout_seconds = 2')
  for (let i = 0; i < 6; i++) {
    await page.waitForTimeout(1_000)
    expect((await call(token, '/api/v1/me', {}, i % 2 ? baseUrl : second.url)).status).toBe(200)
  }
  await sql('UPDATE settings SET idle_session_timeout_seconds = 1200')
})

test('what a role carries is taken away and given back: every process, though it remembers roles, knows at the next call', async () => {
  await insertRole('OPERATIONAL', 'Night Shift', ['tickets:read'])
  const email = await insertPerson('Nia Everywhere', ['Night Shift'])
  const token = await grant(baseUrl, await newClient({ owner: email, operational: 'Night Shift' }))
  const statuses = async () => {
    const calls = [baseUrl, second.url, second.url, second.url, second.url].map((server) => freshCall(token, server, '/api/v1/tickets'))
    return (await Promise.all(calls)).map(({ status }) => status)
  }
  try {
    for (let i = 0; i < 10; i++) {
      expect(await statuses()).toEqual(Array(5).fill(i % 2 ? 403 : 200))
      await sql("UPDATE roles SET features = $1 WHERE name = 'Night Shift'", [i % 2 ? ['tickets:read'] : []])
    }
  } finally {
    await removePeople()
    await removeCustomRoles()
  }
})
