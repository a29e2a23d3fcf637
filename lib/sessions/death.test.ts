import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { deleteCredential } from '@/lib/credentials/delete'
import { regenerateSecret } from '@/lib/credentials/regenerate-secret'
import { updateCredential } from '@/lib/credentials/update'
import { database, prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { introspect } from '@/lib/oauth/introspect'
import { changeSettings } from '@/lib/settings/settings'
import { answer, callApi, credentialOf, issueToken, type Person, person, requestToken, roleId, tokenRequest } from '@/lib/testing/company'
import { changeUser } from '@/lib/users/change'
import { disableUser, enableUser } from '@/lib/users/disable'
import { revokeSessionsOf } from './revoke'

useTestDatabase()

const actor = { id: null, name: 'Test' }
type World = { owner: Person; credential: Awaited<ReturnType<typeof credentialOf>>; accessToken: string }
let world: World

beforeEach(async () => {
  const owner = await person(['Team Member', 'Team Leader'], ['Administrator'])
  const credential = await credentialOf(owner, { operational: 'Team Member', builder: 'Administrator' })
  world = { owner, credential, accessToken: await issueToken(credential) }
  expect((await callApi(world.accessToken)).status).toBe(200)
})

afterEach(() => {
  vi.useRealTimers()
})

// Without `now` a second freeze would start where the first one was left.
const freezeClock = () => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })

/** Lets time pass: what is written behind within a second has been written by then. */
async function later(seconds: number) {
  await flushWriteBehind()
  vi.setSystemTime(Date.now() + seconds * 1000)
}

/** What a client that may ask about any token, and dies of nothing that befalls the world, is told about the world's. */
async function inspector() {
  const { clientId, secret } = await credentialOf(await person(), { builder: 'Administrator', days: 300 })
  const form = { client_id: clientId, client_secret: secret, token: world.accessToken }
  return async () => (await answer(await introspect(tokenRequest(form)))).body
}

/** Every way a token dies, with the words its next call is refused with. */
const deaths: [name: string, description: string, kill: (world: World) => Promise<unknown>][] = [
  ['is idle for the Idle Session Timeout', 'The session was unused for longer than the Idle Session Timeout', async () => later(1200)],
  [
    'its owner gains a role',
    'The roles of the person this token acts for have changed',
    async ({ owner }) =>
      changeUser(
        actor,
        owner.id,
        { roleIds: [await roleId('Team Member'), await roleId('Team Leader'), await roleId('Administrator'), await roleId('Viewer')] },
        new Date(),
      ),
  ],
  [
    'its owner loses a role, even one it does not use',
    'The roles of the person this token acts for have changed',
    async ({ owner }) => changeUser(actor, owner.id, { roleIds: [await roleId('Team Member'), await roleId('Administrator')] }, new Date()),
  ],
  [
    'a role is taken away at the SQL prompt',
    'The roles of the person this token acts for have changed',
    async ({ owner }) =>
      database().pool.query('DELETE FROM user_roles WHERE user_id = $1 AND role_id = $2', [owner.id, await roleId('Team Leader')]),
  ],
  ['its owner is disabled', 'The account this token acts for is disabled', ({ owner }) => disableUser(actor, owner.id, new Date())],
  [
    'its owner is disabled and enabled again',
    'The roles of the person this token acts for have changed',
    async ({ owner }) => {
      await disableUser(actor, owner.id, new Date())
      await enableUser(actor, owner.id, new Date())
    },
  ],
  [
    'the credential expires',
    'The credential has expired',
    async ({ credential }) => {
      const { expiresAt } = await prisma().applicationCredential.findUniqueOrThrow({
        where: { id: credential.id },
        select: { expiresAt: true },
      })
      // Used a second before, so that it cannot be the idle time.
      await prisma().session.updateMany({ data: { lastUsedAt: new Date(expiresAt.getTime() - 1000) } })
      vi.setSystemTime(expiresAt)
    },
  ],
  [
    'its expiry is shortened under it',
    'The credential has expired',
    async ({ credential }) => prisma().applicationCredential.update({ where: { id: credential.id }, data: { expiresAt: new Date() } }),
  ],
  [
    'the credential is deleted',
    'The access token is unknown or no longer exists',
    ({ owner, credential }) => deleteCredential(owner, credential.id, new Date()),
  ],
  [
    'the secret is regenerated',
    'The credential has a new secret',
    ({ owner, credential }) => regenerateSecret(owner, credential.id, 0, new Date()),
  ],
  [
    'its sessions are ended',
    'The session was ended',
    ({ credential }) => prisma().$transaction((tx) => revokeSessionsOf(tx, credential.id, new Date())),
  ],
  [
    'the credential is disabled',
    'The credential was disabled by an administrator',
    ({ credential }) => prisma().applicationCredential.update({ where: { id: credential.id }, data: { disabledAt: new Date() } }),
  ],
]

describe('a token dies at the next call, and for introspection, when', () => {
  test.each(deaths)('%s', async (_name, description, kill) => {
    freezeClock()
    const inspect = await inspector()
    expect(await inspect()).toMatchObject({ active: true })
    await kill(world)
    expect(await inspect()).toEqual({ active: false })
    const { status, headers, body } = await callApi(world.accessToken)
    expect(status).toBe(401)
    expect(body).toEqual({ type: 'about:blank', status: 401, code: 'invalid_token', detail: `${description}. Request a new token.` })
    expect(headers.get('www-authenticate')).toBe(
      `Bearer realm="Application Credentials", error="invalid_token", error_description="${description}"`,
    )
    expect(headers.get('cache-control')).toBe('no-store')
  })
})

describe('and otherwise lives on', () => {
  test('each use extends it, exactly, to the last millisecond', async () => {
    freezeClock()
    expect((await callApi(world.accessToken)).status).toBe(200)
    for (let i = 0; i < 3; i++) {
      await later(1199.999)
      expect((await callApi(world.accessToken)).status).toBe(200)
    }
    await later(1200)
    expect((await callApi(world.accessToken)).status).toBe(401)
  })

  test('many sessions of one credential live at once, each with its own idle time', async () => {
    freezeClock()
    const tokens = await Promise.all(Array.from({ length: 50 }, () => issueToken(world.credential)))
    expect(new Set(tokens).size).toBe(50)
    await later(700)
    expect((await callApi(tokens[0] as string)).status).toBe(200)
    await later(700)
    const answers = await Promise.all(tokens.map((token) => callApi(token)))
    expect(answers.map(({ status }) => status)).toEqual([200, ...Array(49).fill(401)])
  })

  test('sessions of other credentials and other people are untouched', async () => {
    const sibling = await issueToken(await credentialOf(world.owner))
    const stranger = await issueToken(await credentialOf(await person()))
    await regenerateSecret(world.owner, world.credential.id, 0, new Date())
    expect((await callApi(sibling)).status).toBe(200)
    await disableUser(actor, world.owner.id, new Date())
    expect((await callApi(sibling)).status).toBe(401)
    expect((await callApi(stranger)).status).toBe(200)
  })

  test('renaming the credential and moving its expiry date later end nothing', async () => {
    const result = await updateCredential(world.owner, world.credential.id, { name: 'Renamed', expiresOn: '2099-12-31' }, new Date())
    expect(result).toEqual({ ok: true })
    expect((await callApi(world.accessToken)).status).toBe(200)
  })

  test('features edited on a role count at the next call', async () => {
    await prisma().role.update({ where: { kind_name: { kind: 'OPERATIONAL', name: 'Team Member' } }, data: { features: ['tickets:read'] } })
    expect((await callApi(world.accessToken)).body.features).not.toContain('tickets:write')
  })
})

describe('what was dead stays dead', () => {
  test('a longer Idle Session Timeout does not revive an idle session', async () => {
    freezeClock()
    await later(1300)
    await changeSettings(actor, { idleSessionTimeoutMinutes: 60 }, new Date())
    expect((await callApi(world.accessToken)).status).toBe(401)
  })

  test('a shorter Idle Session Timeout counts for sessions under way', async () => {
    freezeClock()
    await changeSettings(actor, { idleSessionTimeoutMinutes: 1 }, new Date())
    await later(60)
    expect((await callApi(world.accessToken)).status).toBe(401)
  })

  test('extending an expired credential revives it, but not its old sessions', async () => {
    const { owner, credential, accessToken } = world
    await prisma().applicationCredential.update({ where: { id: credential.id }, data: { expiresAt: new Date() } })
    await updateCredential(owner, credential.id, { name: credential.name, expiresOn: '2099-12-31' }, new Date())
    expect((await callApi(accessToken)).status).toBe(401)
    expect((await callApi(await issueToken(credential))).status).toBe(200)
  })

  test('a role given back does not revive the sessions that ended when it went', async () => {
    const all = [await roleId('Team Member'), await roleId('Team Leader'), await roleId('Administrator')]
    await changeUser(actor, world.owner.id, { roleIds: all.slice(1) }, new Date())
    await changeUser(actor, world.owner.id, { roleIds: all }, new Date())
    expect((await callApi(world.accessToken)).status).toBe(401)
  })
})

describe('a new token', () => {
  test('never carries a role the owner lost', async () => {
    const { owner, credential } = world
    await changeUser(actor, owner.id, { roleIds: [await roleId('Team Member')] }, new Date())
    const { body } = await callApi(await issueToken(credential))
    expect(body.roles).toEqual({ operational: 'Team Member', builder: null })
    expect(body.features).toEqual(['tickets:read', 'tickets:write'])
  })

  test('is refused with unauthorized_client when no role is left', async () => {
    const { owner, credential } = world
    await changeUser(actor, owner.id, { roleIds: [await roleId('Team Leader')] }, new Date())
    const { status, body } = await requestToken(credential)
    expect(status).toBe(400)
    expect(body.error).toBe('unauthorized_client')
    expect(body.error_description).toContain('no longer holds any of its roles')
  })

  test('never promises more than the rest of the credential’s life', async () => {
    freezeClock()
    await prisma().applicationCredential.update({ where: { id: world.credential.id }, data: { expiresAt: new Date(Date.now() + 90_500) } })
    expect(await requestToken(world.credential)).toMatchObject({ status: 200, body: { expires_in: 90 } })
  })
})
