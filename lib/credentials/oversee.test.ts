import { beforeEach, describe, expect, test } from 'vitest'
import { database, prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { endOverseenSessions } from '@/lib/sessions/end'
import { callApi, credentialOf, issueToken, type Person, person, requestToken, roleId } from '@/lib/testing/company'
import { changeUser } from '@/lib/users/change'
import { disableCredential, enableCredential } from './disable'
import { expiryInstant } from './expiry'
import { findCredential, listCredentials } from './list'
import { listOverseenCredentials, type OverseenQuery } from './oversee'
import { overseenColumns, type StatusKind, statusKinds } from './oversee-query'
import { regenerateSecret } from './regenerate-secret'
import { credentialStatus } from './status'
import { updateCredential } from './update'

useTestDatabase()

let ada: Person
let jane: Person

async function named(someone: Person, name: string): Promise<Person> {
  await prisma().user.update({ where: { id: someone.id }, data: { name } })
  return { ...someone, name }
}

beforeEach(async () => {
  ada = await named(await person(), 'Ada Moreau')
  jane = await named(await person(['Team Member', 'Team Leader'], ['Viewer']), 'Jane Lopez')
})

const list = (query: Partial<OverseenQuery> = {}) =>
  listOverseenCredentials({ search: '', sort: 'name', isDescending: false, page: 1, pageSize: 25, now: new Date(), ...query })
const names = async (query: Partial<OverseenQuery> = {}) => (await list(query)).credentials.map(({ name }) => name)
const audited = (action: string) => prisma().auditEvent.findMany({ where: { action }, omit: { id: true, at: true } })

describe('the inventory', () => {
  test('shows the credentials of everybody, and nothing of their secrets', async () => {
    const own = await credentialOf(ada)
    const other = await credentialOf(jane, { operational: 'Team Leader', builder: 'Viewer' })
    await issueToken(other)
    await issueToken(other)
    const { credentials, rowCount } = await list()
    expect(rowCount).toBe(2)
    expect(credentials.find(({ id }) => id === other.id)).toEqual({
      id: other.id,
      clientId: other.clientId,
      name: other.name,
      owner: { name: jane.name, email: jane.email, isDisabled: false },
      operationalRole: { name: 'Team Leader', held: true },
      builderRole: { name: 'Viewer', held: true },
      expiresOn: other.expiresOn,
      expiresZone: 'Europe/London',
      expiresAt: expect.any(Date),
      lastUsedAt: null,
      disabledAt: null,
      disabledByName: null,
      liveSessions: 2,
    })
    expect(credentials.find(({ id }) => id === own.id)).toMatchObject({ owner: { email: ada.email }, builderRole: null, liveSessions: 0 })
    expect(JSON.stringify(credentials)).not.toContain(other.secret.slice(-4))
    // The main screen of an administrator still shows only their own.
    expect((await listCredentials(ada.id)).map(({ id }) => id)).toEqual([own.id])
  })

  test('a search is literal: part of a name, client ID, owner, e-mail or role, in any letter case', async () => {
    const one = await credentialOf(jane, { operational: 'Team Leader', builder: 'Viewer' })
    const two = await credentialOf(ada)
    await prisma().applicationCredential.update({ where: { id: two.id }, data: { name: '100%_\\ “Ärger”' } })
    expect(await names({ search: one.clientId.slice(3, 20).toUpperCase() })).toEqual([one.name])
    expect(await names({ search: jane.email.toUpperCase() })).toEqual([one.name])
    expect(await names({ search: ' team lead ' })).toEqual([one.name])
    expect(await names({ search: 'viewer' })).toEqual([one.name])
    expect(await names({ search: '%_\\' })).toEqual(['100%_\\ “Ärger”'])
    expect(await names({ search: '_' })).toEqual(['100%_\\ “Ärger”'])
    expect(await names({ search: "' OR 1=1 --" })).toEqual([])
    expect(await names({ search: 'viewer\0' })).toEqual([one.name])
  })

  test('sorts by every column both ways, never mixes up the order from page to page, and shows the last page past the end', async () => {
    for (let i = 0; i < 7; i++) await credentialOf(i % 2 ? ada : jane)
    const busiest = await credentialOf(jane)
    await issueToken(busiest)
    for (const sort of overseenColumns) {
      for (const isDescending of [false, true]) {
        const pages = await Promise.all([1, 2, 3].map((page) => names({ sort, isDescending, page, pageSize: 3 })))
        expect(new Set(pages.flat()).size, sort).toBe(8)
        expect(await names({ sort, isDescending, page: 99, pageSize: 3 })).toEqual(pages[2])
      }
    }
    expect((await names({ sort: 'sessions', isDescending: true }))[0]).toBe(busiest.name)
    expect((await list({ sort: 'owner' })).credentials.map(({ owner }) => owner.name)).toEqual([
      ...Array(3).fill(ada.name),
      ...Array(5).fill(jane.name),
    ])
  })

  test('knows the status as the owner’s list does, sorts by its urgency and narrows to it', async () => {
    // PostgreSQL does not know the last one, which must not keep everybody else's from being listed.
    const zones = ['Europe/London', 'Pacific/Kiritimati', 'US/Pacific-New']
    const now = new Date('2026-06-15T10:30:00Z')
    for (const expiresZone of zones) {
      for (const days of [-1, 0, 1, 13, 14, 15, 16, 100]) {
        for (const lastUsedAt of [null, now]) {
          const { id } = await credentialOf(jane, { operational: 'Team Leader', builder: days === 100 ? 'Viewer' : null })
          const day = new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
          const data = { expiresZone, expiresOn: day, expiresAt: expiryInstant(day, expiresZone), lastUsedAt }
          await prisma().applicationCredential.update({ where: { id }, data })
        }
      }
    }
    const [first] = (await list({ now })).credentials
    await disableCredential(ada, first?.id ?? '', now)
    const all = { pageSize: 200, now }
    const kinds = async () => (await list({ ...all, sort: 'status' })).credentials.map((row) => credentialStatus(row, now).kind)
    const urgency = (kind: StatusKind) => statusKinds.indexOf(kind)
    const before = await kinds()
    expect(new Set(before)).toEqual(new Set(['disabled', 'expired', 'expires-today', 'expiring', 'never-used', 'active']))
    expect(before).toEqual(before.toSorted((a, b) => urgency(a) - urgency(b)))
    await changeUser({ id: null, name: 'Test' }, jane.id, { roleIds: [await roleId('Team Leader')] }, now)
    expect(new Set(await kinds())).toContain('role-removed')
    for (const status of statusKinds) {
      const { credentials, rowCount } = await list({ ...all, status })
      expect(credentials.map((row) => credentialStatus(row, now).kind)).toEqual(Array(rowCount).fill(status))
      expect(rowCount).toBe((await kinds()).filter((kind) => kind === status).length)
    }
  })

  test('10 000 credentials take no noticeable time, whatever the order', async () => {
    const { id } = await credentialOf(jane)
    await database().pool.query(
      `INSERT INTO application_credentials (id, client_id, owner_id, name, operational_role_id, expires_on, expires_zone, expires_at, secret_hash,
         secret_hint, secret_created_at, created_at)
       SELECT gen_random_uuid(), gen_random_uuid(), owner_id, 'Many ' || n, operational_role_id, expires_on, expires_zone, expires_at, secret_hash,
         secret_hint, now(), now() FROM application_credentials, generate_series(1, 10000) n WHERE id = $1`,
      [id],
    )
    for (const sort of overseenColumns) {
      const start = performance.now()
      const { credentials, rowCount } = await list({ sort, page: 200, search: 'many' })
      expect(performance.now() - start, sort).toBeLessThan(3_000)
      expect([credentials.length, rowCount]).toEqual([25, 10_000])
    }
  })
})

describe('disabling a credential of somebody', () => {
  test('ends its sessions for good and refuses new tokens; enabling allows new ones and revives none', async () => {
    const credential = await credentialOf(jane)
    const sibling = await issueToken(await credentialOf(jane))
    const tokens = [await issueToken(credential), await issueToken(credential)]
    expect(await disableCredential(ada, credential.id, new Date())).toEqual({ ok: true, ended: 2 })
    for (const token of tokens) expect((await callApi(token)).status).toBe(401)
    expect(await requestToken(credential)).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
    expect(await enableCredential(ada, credential.id, new Date())).toEqual({ ok: true })
    for (const token of tokens) expect(await callApi(token)).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    expect((await callApi(await issueToken(credential))).status).toBe(200)
    expect((await callApi(sibling)).status).toBe(200)
  })

  test('shows its owner by whom and when, until it is enabled', async () => {
    const credential = await credentialOf(jane)
    const now = new Date()
    await disableCredential(ada, credential.id, now)
    expect((await listCredentials(jane.id))[0]).toMatchObject({ disabledAt: now, disabledByName: ada.name })
    const details = await findCredential(jane.id, credential.id)
    expect(details && credentialStatus(details, now)).toEqual({ kind: 'disabled', by: ada.name, at: now })
    await enableCredential(ada, credential.id, now)
    expect((await listCredentials(jane.id))[0]).toMatchObject({ disabledAt: null, disabledByName: null })
  })

  test('the owner can still edit it and generate a new secret, which does not enable it', async () => {
    const credential = await credentialOf(jane)
    await disableCredential(ada, credential.id, new Date())
    expect(await updateCredential(jane, credential.id, { name: 'Mine', expiresOn: '2099-12-31' }, new Date())).toEqual({ ok: true })
    const renewed = await regenerateSecret(jane, credential.id, 0, new Date())
    if (!renewed.ok) throw new Error(renewed.reason)
    expect((await requestToken(renewed)).status).toBe(401)
    expect((await listCredentials(jane.id))[0]).toMatchObject({ name: 'Mine', disabledByName: ada.name })
  })

  test('is audited with its owner, and done once only', async () => {
    const credential = await credentialOf(jane)
    await issueToken(credential)
    const acting = { ...ada, address: '203.0.113.7' }
    const twice = await Promise.all([1, 2].map(() => disableCredential(acting, credential.id, new Date())))
    expect(twice.map((result) => (result.ok ? result.ended : result.reason)).sort()).toEqual([1, 'already-disabled'])
    await enableCredential(acting, credential.id, new Date())
    expect(await enableCredential(acting, credential.id, new Date())).toEqual({ ok: false, reason: 'not-disabled' })
    const event = {
      actorId: ada.id,
      actorName: ada.name,
      address: '203.0.113.7',
      targetType: 'credential',
      targetId: credential.id,
      targetName: credential.name,
      before: null,
    }
    expect(await audited('credential.disabled')).toEqual([
      { ...event, action: 'credential.disabled', after: { owner: jane.name, endedSessions: 1 } },
    ])
    expect(await audited('credential.enabled')).toEqual([{ ...event, action: 'credential.enabled', after: { owner: jane.name } }])
  })

  test('or ending its sessions, when there is no such credential, changes nothing', async () => {
    const gone = '7c5a52a8-6f5c-4ee4-8a8c-5fd26c1f8a10'
    for (const act of [disableCredential, enableCredential, endOverseenSessions]) {
      expect(await act(ada, gone, new Date())).toEqual({ ok: false, reason: 'not-found' })
    }
    expect(await prisma().auditEvent.count()).toBe(0)
  })
})

test('ending all sessions of somebody’s credential ends those that live and lets it go on', async () => {
  const credential = await credentialOf(jane)
  const token = await issueToken(credential)
  expect(await endOverseenSessions(ada, credential.id, new Date())).toEqual({ ok: true, ended: 1 })
  expect((await callApi(token)).status).toBe(401)
  expect((await callApi(await issueToken(credential))).status).toBe(200)
  expect(await audited('credential.sessions-ended')).toMatchObject([
    { actorName: ada.name, before: { liveSessions: 1 }, after: { owner: jane.name } },
  ])
})
