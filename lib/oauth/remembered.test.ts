import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { recallClient } from '@/lib/credentials/authenticate-client'
import { deleteCredential } from '@/lib/credentials/delete'
import { disableCredential, enableCredential } from '@/lib/credentials/disable'
import { regenerateSecret } from '@/lib/credentials/regenerate-secret'
import { database, prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { clientAndAddress, oneAddress, source } from '@/lib/failed-attempts/limits'
import { recordFailure } from '@/lib/failed-attempts/record'
import { answer, callApi, credentialOf, type Person, person, roleId, tokenRequest } from '@/lib/testing/company'
import { changeUser } from '@/lib/users/change'
import { disableUser, enableUser } from '@/lib/users/disable'
import { token } from './token'

useTestDatabase()

const actor = { id: null, name: 'Test' }
let owner: Person
let credential: Awaited<ReturnType<typeof credentialOf>>
let serial = 0
/** Where the client calls from; every test has its own. */
let address: string

afterEach(() => {
  vi.useRealTimers()
})

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  owner = await person(['Team Member', 'Team Leader'], ['Administrator'])
  credential = await credentialOf(owner, { builder: 'Administrator' })
  address = `10.1.${++serial >> 8}.${serial & 255}`
})

/** The answer to a token request, without the token itself. */
async function ask({ from = address, secret = credential.secret, ...more }: { from?: string; secret?: string; scope?: string } = {}) {
  const form = { grant_type: 'client_credentials', client_id: credential.clientId, client_secret: secret, ...more }
  const { status, body } = await answer(await token(tokenRequest(form, { 'x-forwarded-for': from })))
  const { access_token: accessToken, ...rest } = body
  return { accessToken, seen: { status, ...rest } }
}

const recall = () => recallClient({ clientId: credential.clientId, secret: credential.secret }, new Date())

/** The names of the statements that answers wait for meanwhile; uses are written whenever their time has come. */
async function statementsOf(work: () => Promise<unknown>) {
  const spy = vi.spyOn(database().lookUps, 'query')
  try {
    await work()
    return spy.mock.calls
      .map(([statement]) => (statement as unknown as { name: string }).name)
      .filter((name) => !name.endsWith('-last-used'))
  } finally {
    spy.mockRestore()
  }
}

test('the first token takes two trips to the database, the next one, from whichever address', async () => {
  expect(recall()).toBeUndefined()
  expect(await statementsOf(ask)).toEqual(['select-clients', 'insert-sessions'])
  expect(recall()).toBeDefined()
  expect(await statementsOf(ask)).toEqual(['insert-sessions'])
  expect(await statementsOf(() => ask({ from: '10.2.0.1' }))).toEqual(['insert-sessions'])
})

test('its session is the same as that of a client that was looked up', async () => {
  const tokens = [await ask(), await ask()]
  expect(tokens[0]?.seen).toEqual({ status: 200, token_type: 'Bearer', expires_in: 1200 })
  expect(tokens[1]?.seen).toEqual(tokens[0]?.seen)
  const omit = { id: true, tokenHash: true, tokenHint: true, issuedAt: true, lastUsedAt: true } as const
  const [first, second] = await prisma().session.findMany({ omit })
  expect(second).toEqual(first)
  for (const { accessToken } of tokens) expect((await callApi(accessToken)).status).toBe(200)
})

const minute = 60_000
const update = (data: Parameters<ReturnType<typeof prisma>['applicationCredential']['update']>[0]['data']) =>
  prisma().applicationCredential.update({ where: { id: credential.id }, data })
const roles = async (...names: string[]) => {
  const roleIds = await Promise.all(names.map(roleId))
  expect(await changeUser(actor, owner.id, { roleIds }, new Date())).toEqual({ ok: true })
}

describe('what changed since, here or in another process, counts at once', () => {
  test.each<[string, () => Promise<unknown>, object]>([
    ['the secret was replaced', () => regenerateSecret(owner, credential.id, 0, new Date()), { status: 401, error: 'invalid_client' }],
    ['the secret will be replaced', () => regenerateSecret(owner, credential.id, 600, new Date()), { status: 200, expires_in: 600 }],
    ['the owner lost a role', () => roles('Team Member'), { status: 200 }],
    ['the owner gained a role', () => roles('Team Member', 'Team Leader', 'Administrator', 'Viewer'), { status: 200 }],
    ['the owner lost all roles of the credential', () => roles('Team Leader'), { status: 400, error: 'unauthorized_client' }],
    ['the owner was disabled', () => disableUser(actor, owner.id, new Date()), { status: 401, error: 'invalid_client' }],
    ['the credential was disabled', () => disableCredential(actor, credential.id, new Date()), { status: 401, error: 'invalid_client' }],
    [
      'the credential was disabled and enabled again',
      () => disableCredential(actor, credential.id, new Date()).then(() => enableCredential(actor, credential.id, new Date())),
      { status: 200 },
    ],
    [
      'the owner was disabled and enabled again',
      () => disableUser(actor, owner.id, new Date()).then(() => enableUser(actor, owner.id, new Date())),
      { status: 200 },
    ],
    ['the credential was deleted', () => deleteCredential(owner, credential.id, new Date()), { status: 401, error: 'invalid_client' }],
    ['the credential expired', () => update({ expiresAt: new Date(Date.now() - 1) }), { status: 401, error: 'invalid_client' }],
    ['its expiry was shortened', () => update({ expiresAt: new Date(Date.now() + 5 * minute) }), { status: 200, expires_in: 300 }],
    [
      'the Idle Session Timeout was changed',
      () => prisma().setting.update({ where: { id: 1 }, data: { idleSessionTimeoutSeconds: 700 } }),
      { status: 200, expires_in: 700 },
    ],
  ])('%s', async (_name, change, expected) => {
    await ask()
    expect(recall()).toBeDefined()
    await change()
    const { seen, accessToken } = await ask()
    expect(seen).toMatchObject(expected)
    // Whoever never heard of the client is told the same.
    expect((await ask({ from: '10.2.0.2' })).seen).toEqual(seen)
    if (seen.status === 200) expect((await callApi(accessToken)).status).toBe(200)
    else expect(recall()).toBeUndefined()
  })

  test('a role that was taken away is not in the next token', async () => {
    await ask()
    await roles('Team Member')
    const { body } = await callApi((await ask()).accessToken)
    expect(body.roles).toEqual({ operational: 'Team Member', builder: null })
  })

  test('a scope that roles no longer carry is refused', async () => {
    expect((await ask({ scope: 'tickets:read' })).seen).toMatchObject({ status: 200, scope: 'tickets:read' })
    await prisma().role.updateMany({ data: { features: [] } })
    expect((await ask({ scope: 'tickets:read' })).seen).toMatchObject({ status: 400, error: 'invalid_scope' })
  })
})

test('a right secret is never throttled: as many failures as you like, here or in another process, cost it no trip', async () => {
  await ask()
  for (const [limit, ...parts] of [
    [clientAndAddress, 'client', credential.clientId, address],
    [oneAddress, 'client address', address],
  ] as const)
    for (let i = 0; i < 2 * limit.capacity; i++) await recordFailure([source(limit, ...parts)], new Date())
  expect(await statementsOf(ask)).toEqual(['insert-sessions'])
  expect((await ask()).seen).toMatchObject({ status: 200 })
  expect((await ask({ secret: 'acs_wrong' })).seen).toMatchObject({ status: 429 })
})

test('a wrong secret is never judged from memory', async () => {
  await ask()
  expect(await statementsOf(() => ask({ secret: 'acs_wrong' }))).toEqual(['select-clients', 'upsert-failed-attempts'])
  expect((await ask({ secret: 'acs_wrong' })).seen).toMatchObject({ status: 401, error: 'invalid_client' })
})

test('who guesses at a client puts nobody into memory, and nobody out of it', async () => {
  await ask({ secret: 'acs_wrong' })
  expect(recall()).toBeUndefined()
  await ask()
  for (let i = 0; i < 20; i++) await ask({ secret: 'acs_wrong', from: '10.2.0.3' })
  expect(await statementsOf(ask)).toEqual(['insert-sessions'])
})

test('what is remembered is what was read last: a secret that is gone costs a wasted trip once', async () => {
  const old = credential.secret
  await ask()
  await regenerateSecret(owner, credential.id, 0, new Date())
  expect(await statementsOf(() => ask({ secret: old }))).toEqual(['insert-sessions', 'select-clients', 'upsert-failed-attempts'])
  expect(await statementsOf(() => ask({ secret: old }))).toEqual(['select-clients', 'upsert-failed-attempts'])
})

test('a secret that was replaced is never judged from memory, however long it still works', async () => {
  const old = credential.secret
  const replaced = await regenerateSecret(owner, credential.id, 600, new Date())
  if (!replaced.ok) throw new Error(replaced.reason)
  await ask({ secret: replaced.secret })
  expect(await statementsOf(() => ask({ secret: replaced.secret }))).toEqual(['insert-sessions'])
  expect(await statementsOf(() => ask({ secret: old }))).toEqual(['select-clients', 'insert-sessions'])
  await ask({ secret: replaced.secret })
  await update({ previousSecretEndsAt: new Date() })
  expect((await ask({ secret: old })).seen).toMatchObject({ status: 401, error: 'invalid_client' })
})

test('a client that keeps changing while it is judged is asked to come back', async () => {
  const { pool } = database()
  await pool.query(`
    CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE TRIGGER never BEFORE INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION never()`)
  try {
    expect((await ask()).seen).toEqual({
      status: 503,
      error: 'temporarily_unavailable',
      error_description: 'The credential is being changed. Try again in a few seconds.',
    })
  } finally {
    // Databases are emptied between tests, not made anew.
    await pool.query('DROP TRIGGER never ON sessions; DROP FUNCTION never')
  }
})
