import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { database, prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { hashSecret, isWellFormedSecret } from '@/lib/secret-format'
import { callApi, credentialOf, everyRow, issueToken, type Person, person, requestToken, roleId } from '@/lib/testing/company'
import { changeUser } from '@/lib/users/change'
import { createCredential } from './create'
import { deleteCredential } from './delete'
import { addDays, todayIn } from './expiry'
import { listCredentials } from './list'
import { regenerateSecret } from './regenerate-secret'
import type { CreateCredentialInput } from './schema'
import { updateCredential } from './update'

useTestDatabase()

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
/** Noon of 15 June 2025 in London, where everybody here lives. */
const now = new Date('2025-06-15T11:00:00.000Z')
const later = new Date('2025-06-16T09:30:00.123Z')

let owner: Person
let input: CreateCredentialInput

beforeEach(async () => {
  owner = await person(['Team Member', 'Team Leader'], ['Viewer'])
  input = {
    name: 'Nightly export',
    expiresOn: '2025-12-31',
    operationalRoleId: await roleId('Team Member'),
    builderRoleId: await roleId('Viewer'),
  }
})

async function created(changes: Partial<CreateCredentialInput> = {}, by: Person = owner) {
  const result = await createCredential(by, { ...input, ...changes }, now)
  if (!result.ok) throw new Error(result.reason)
  const row = await prisma().applicationCredential.findUniqueOrThrow({ where: { clientId: result.clientId } })
  return { ...result, id: row.id, row }
}

const auditEvents = () => prisma().auditEvent.findMany({ omit: { id: true }, orderBy: { id: 'asc' } })

/** What an action answers when it must change nothing, in any table. */
async function changingNothing<Result>(act: () => Promise<Result>) {
  await flushWriteBehind()
  const before = await everyRow()
  const result = await act()
  expect(await everyRow()).toEqual(before)
  return result
}

describe('create', () => {
  test('answers client id and secret, and nothing else', async () => {
    const result = await createCredential(owner, input, now)
    expect(result).toEqual({ ok: true, clientId: expect.stringMatching(uuid), secret: expect.stringMatching(/^acs_/) })
    expect(result.ok && isWellFormedSecret('acs_', result.secret)).toBe(true)
  })

  test('stores the date, the zone, the exclusive instant, and of the secret only its SHA-256 and hint', async () => {
    const { row, secret, clientId } = await created()
    expect(row).toMatchObject({
      clientId,
      ownerId: owner.id,
      ...input,
      expiresZone: 'Europe/London',
      expiresAt: new Date('2026-01-01T00:00:00.000Z'),
      secretHash: Uint8Array.from(hashSecret(secret)),
      secretHint: secret.slice(-4),
      secretVersion: 1,
      secretCreatedAt: now,
      previousSecretHash: null,
      previousSecretEndsAt: null,
      lastUsedAt: null,
      disabledAt: null,
      createdAt: now,
    })
  })

  test('is audited in words, without a secret', async () => {
    const { id, clientId } = await created()
    expect(await auditEvents()).toEqual([
      {
        at: now,
        actorId: owner.id,
        actorName: owner.name,
        address: null,
        action: 'credential.created',
        targetType: 'credential',
        targetId: id,
        targetName: 'Nightly export',
        before: null,
        after: { clientId, expiresOn: '2025-12-31', operationalRole: 'Team Member', builderRole: 'Viewer' },
      },
    ])
  })

  test('the Builder role is optional', async () => {
    const { row } = await created({ builderRoleId: null })
    expect(row.builderRoleId).toBeNull()
    expect((await auditEvents())[0]?.after).toMatchObject({ operationalRole: 'Team Member', builderRole: null })
  })

  describe('refuses a role that', () => {
    const refused: [string, () => Promise<Partial<CreateCredentialInput>>][] = [
      ['the caller does not hold', async () => ({ builderRoleId: await roleId('Administrator') })],
      ['is Operational and not held', async () => ({ operationalRoleId: await customRole('Night Shift', 'OPERATIONAL') })],
      ['is held, but not Operational', async () => ({ operationalRoleId: await roleId('Viewer') })],
      ['is held, but not a Builder role', async () => ({ builderRoleId: await roleId('Team Leader') })],
      ['is the Operational one in both places', async () => ({ builderRoleId: input.operationalRoleId })],
      ['is Operational and unknown', async () => ({ operationalRoleId: randomUUID() })],
      ['is a Builder role and unknown', async () => ({ builderRoleId: randomUUID() })],
      [
        'the caller held until a moment ago',
        async () => {
          await changeUser({ id: null, name: 'Test' }, owner.id, { roleIds: [await roleId('Team Leader'), await roleId('Viewer')] }, now)
          return {}
        },
      ],
    ]
    test.each(refused)('%s', async (_name, changes) => {
      const changed = { ...input, ...(await changes()) }
      expect(await changingNothing(() => createCredential(owner, changed, now))).toEqual({ ok: false, reason: 'role-not-held' })
    })
  })

  describe('refuses a date that has passed, in the owner’s zone', () => {
    const at = (instant: string) => new Date(instant)
    test.each([
      ['Europe/London', '2025-06-14', at('2025-06-15T11:00:00Z'), 'yesterday'],
      ['Europe/London', '2025-06-15', at('2025-06-15T23:00:00.000Z'), 'today, at the very instant it ends'],
      ['Pacific/Kiritimati', '2025-06-15', at('2025-06-15T11:00:00Z'), 'today elsewhere, yesterday here'],
      ['Europe/London', '1970-01-01', at('2025-06-15T11:00:00Z'), 'long ago'],
    ])('%s, %s: %#', async (timeZone, expiresOn, instant) => {
      const act = () => createCredential({ ...owner, timeZone }, { ...input, expiresOn }, instant)
      expect(await changingNothing(act)).toEqual({ ok: false, reason: 'expiry-passed' })
    })

    test.each([
      ['Europe/London', '2025-06-15', at('2025-06-15T11:00:00Z'), '2025-06-15T23:00:00.000Z'],
      ['Europe/London', '2025-06-15', at('2025-06-15T22:59:59.999Z'), '2025-06-15T23:00:00.000Z'],
      ['Pacific/Pago_Pago', '2025-06-14', at('2025-06-15T10:59:59Z'), '2025-06-15T11:00:00.000Z'],
    ])('today is allowed: %s, %s', async (timeZone, expiresOn, instant, expiresAt) => {
      expect(await createCredential({ ...owner, timeZone }, { ...input, expiresOn }, instant)).toMatchObject({ ok: true })
      expect(await prisma().applicationCredential.findMany({ select: { expiresOn: true, expiresZone: true, expiresAt: true } })).toEqual([
        { expiresOn, expiresZone: timeZone, expiresAt: new Date(expiresAt) },
      ])
    })
  })

  describe('a name is unique among mine', () => {
    test('a second one is refused', async () => {
      await created()
      expect(await changingNothing(() => createCredential(owner, input, now))).toEqual({ ok: false, reason: 'name-taken' })
    })

    test('others may use the same', async () => {
      await created()
      expect(await createCredential(await person(), { ...input, builderRoleId: null }, now)).toMatchObject({ ok: true })
    })

    test('it is free again after delete', async () => {
      const { id } = await created()
      await deleteCredential(owner, id, now)
      expect(await createCredential(owner, input, now)).toMatchObject({ ok: true })
    })

    test('of several made at once exactly one gets it', async () => {
      const results = await Promise.all(Array.from({ length: 4 }, () => createCredential(owner, input, now)))
      expect(results.filter((result) => result.ok)).toHaveLength(1)
      expect(results.filter((result) => !result.ok)).toEqual(Array(3).fill({ ok: false, reason: 'name-taken' }))
      expect(await listCredentials(owner.id)).toHaveLength(1)
      expect(await auditEvents()).toHaveLength(1)
    })
  })

  test('every credential has a client id and a secret of its own', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => created({ name: `Number ${i}` })))
    expect(new Set(all.map(({ clientId }) => clientId)).size).toBe(20)
    expect(new Set(all.map(({ secret }) => secret)).size).toBe(20)
  })

  test.each(['<script>alert(1)</script>', "Robert'); DROP TABLE users;--", '=1+1 $(id) `id`', '\u202egnp.exe', '夜間 😀'])(
    'the name %j is kept as it is',
    async (name) => {
      const { row } = await created({ name })
      expect(row.name).toBe(name)
      expect((await listCredentials(owner.id)).map((it) => it.name)).toEqual([name])
    },
  )
})

describe('list', () => {
  test('shows all there is to know, and no hash', async () => {
    const { id, clientId, secret } = await created()
    const viewer = await prisma().role.findFirstOrThrow({ where: { name: 'Viewer' } })
    expect(await listCredentials(owner.id)).toEqual([
      {
        id,
        clientId,
        name: 'Nightly export',
        operationalRole: { id: input.operationalRoleId, name: 'Team Member', features: ['tickets:read', 'tickets:write'], held: true },
        builderRole: { id: input.builderRoleId, name: 'Viewer', features: viewer.features, held: true },
        expiresOn: '2025-12-31',
        expiresZone: 'Europe/London',
        expiresAt: new Date('2026-01-01T00:00:00.000Z'),
        createdAt: now,
        secretCreatedAt: now,
        secretHint: secret.slice(-4),
        lastUsedAt: null,
        disabledAt: null,
        disabledByName: null,
        liveSessions: 0,
      },
    ])
  })

  test('soonest expiry first, then by name', async () => {
    await created({ name: 'c', expiresOn: '2025-12-31' })
    await created({ name: 'b', expiresOn: '2026-12-31' })
    await created({ name: 'a', expiresOn: '2026-12-31' })
    await created({ name: 'd', expiresOn: '2025-07-01' })
    expect((await listCredentials(owner.id)).map(({ name }) => name)).toEqual(['d', 'c', 'a', 'b'])
  })

  test('holds nobody else’s', async () => {
    await created()
    const stranger = await person()
    await created({ name: 'Theirs', builderRoleId: null }, stranger)
    expect((await listCredentials(owner.id)).map(({ name }) => name)).toEqual(['Nightly export'])
    expect((await listCredentials(stranger.id)).map(({ name }) => name)).toEqual(['Theirs'])
    expect(await listCredentials(randomUUID())).toEqual([])
  })

  test('says which role its owner has lost, whoever else may hold it', async () => {
    await person(['Team Member'])
    await created()
    await changeUser({ id: null, name: 'Test' }, owner.id, { roleIds: [await roleId('Team Leader'), await roleId('Viewer')] }, now)
    const [credential] = await listCredentials(owner.id)
    expect([credential?.operationalRole.held, credential?.builderRole?.held]).toEqual([false, true])
  })

  test('shows when it was last used: a token issued, or an API called', async () => {
    const credential = await credentialOf(owner)
    const [before] = await listCredentials(owner.id)
    const issuedAt = new Date()
    const token = await issueToken(credential)
    await flushWriteBehind()
    const [issued] = await listCredentials(owner.id)
    await callApi(token)
    await flushWriteBehind()
    const [called] = await listCredentials(owner.id)
    expect(before?.lastUsedAt).toBeNull()
    expect(issued?.lastUsedAt?.getTime()).toBeGreaterThanOrEqual(issuedAt.getTime())
    expect(called?.lastUsedAt?.getTime()).toBeGreaterThanOrEqual(issued?.lastUsedAt?.getTime() ?? Number.NaN)
  })
})

describe('update', () => {
  test('changes name and date, and nothing else', async () => {
    const { id, row } = await created()
    expect(await updateCredential(owner, id, { name: 'Renamed', expiresOn: '2026-02-28' }, later)).toEqual({ ok: true })
    expect(await prisma().applicationCredential.findUniqueOrThrow({ where: { id } })).toEqual({
      ...row,
      name: 'Renamed',
      expiresOn: '2026-02-28',
      expiresAt: new Date('2026-03-01T00:00:00.000Z'),
      expiryChosenAt: later,
    })
  })

  test('is audited with what was and what is', async () => {
    const { id } = await created()
    await updateCredential(owner, id, { name: 'Renamed', expiresOn: '2026-02-28' }, later)
    expect((await auditEvents())[1]).toEqual({
      at: later,
      actorId: owner.id,
      actorName: owner.name,
      address: null,
      action: 'credential.updated',
      targetType: 'credential',
      targetId: id,
      targetName: 'Renamed',
      before: { name: 'Nightly export', expiresOn: '2025-12-31' },
      after: { name: 'Renamed', expiresOn: '2026-02-28' },
    })
  })

  test('renaming moves neither zone nor instant, whatever the profile’s zone is now', async () => {
    const { id, row } = await created()
    const moved = { ...owner, timeZone: 'Pacific/Kiritimati' }
    expect(await updateCredential(moved, id, { name: 'Renamed', expiresOn: '2025-12-31' }, later)).toEqual({ ok: true })
    expect(await prisma().applicationCredential.findUniqueOrThrow({ where: { id } })).toEqual({ ...row, name: 'Renamed' })
  })

  test('changing the profile’s zone moves nothing', async () => {
    const { id, row } = await created()
    await prisma().user.update({ where: { id: owner.id }, data: { timeZone: 'Pacific/Kiritimati' } })
    expect(await prisma().applicationCredential.findUniqueOrThrow({ where: { id } })).toEqual(row)
  })

  test('another date is one in the zone the profile has now', async () => {
    const { id, row } = await created()
    const moved = { ...owner, timeZone: 'America/Vancouver' }
    expect(await updateCredential(moved, id, { name: row.name, expiresOn: '2026-01-15' }, later)).toEqual({ ok: true })
    expect(await prisma().applicationCredential.findUniqueOrThrow({ where: { id } })).toEqual({
      ...row,
      expiresOn: '2026-01-15',
      expiresZone: 'America/Vancouver',
      expiresAt: new Date('2026-01-16T08:00:00.000Z'),
      expiryChosenAt: later,
    })
  })

  test('a date that has passed is refused, today is allowed', async () => {
    const { id, row } = await created()
    const change = (expiresOn: string) => updateCredential(owner, id, { name: row.name, expiresOn }, now)
    expect(await changingNothing(() => change('2025-06-14'))).toEqual({ ok: false, reason: 'expiry-passed' })
    expect(await change('2025-06-15')).toEqual({ ok: true })
  })

  test('an expired one can be renamed without choosing another date', async () => {
    const { id, row } = await created()
    const afterIt = new Date('2026-05-01T00:00:00Z')
    expect(await updateCredential(owner, id, { name: 'Old one', expiresOn: '2025-12-31' }, afterIt)).toEqual({ ok: true })
    expect(await prisma().applicationCredential.findUniqueOrThrow({ where: { id } })).toEqual({ ...row, name: 'Old one' })
  })

  test('a name already used among mine is refused; others’ and its own are not', async () => {
    const { id } = await created()
    await created({ name: 'Taken' })
    await created({ name: 'Theirs', builderRoleId: null }, await person())
    const rename = (name: string) => updateCredential(owner, id, { name, expiresOn: '2025-12-31' }, later)
    expect(await changingNothing(() => rename('Taken'))).toEqual({ ok: false, reason: 'name-taken' })
    expect(await rename('Nightly export')).toEqual({ ok: true })
    expect(await rename('Theirs')).toEqual({ ok: true })
  })

  test('a longer life ends no session, a rename neither', async () => {
    const credential = await credentialOf(owner)
    const token = await issueToken(credential)
    const expiresOn = addDays(todayIn(owner.timeZone, new Date()), 400)
    expect(await updateCredential(owner, credential.id, { name: 'Renamed', expiresOn }, new Date())).toEqual({ ok: true })
    expect((await callApi(token)).status).toBe(200)
  })
})

describe('regenerate', () => {
  test('answers the same client id with a new secret, and nothing else', async () => {
    const { id, clientId, secret } = await created()
    const result = await regenerateSecret(owner, id, 0, later)
    expect(result).toEqual({ ok: true, clientId, secret: expect.stringMatching(/^acs_/) })
    if (!result.ok) throw new Error(result.reason)
    expect(isWellFormedSecret('acs_', result.secret)).toBe(true)
    expect(result.secret).not.toBe(secret)
  })

  test('changes nothing but the secret', async () => {
    const { id, row } = await created()
    const result = await regenerateSecret(owner, id, 0, later)
    if (!result.ok) throw new Error(result.reason)
    expect(await prisma().applicationCredential.findUniqueOrThrow({ where: { id } })).toEqual({
      ...row,
      secretHash: Uint8Array.from(hashSecret(result.secret)),
      secretHint: result.secret.slice(-4),
      secretVersion: 2,
      secretCreatedAt: later,
    })
  })

  test('the old secret stops at once, the new one works, and each further one replaces the last', async () => {
    const credential = await credentialOf(owner)
    const secrets = [credential.secret]
    for (let i = 0; i < 3; i++) {
      const result = await regenerateSecret(owner, credential.id, 0, new Date())
      if (!result.ok) throw new Error(result.reason)
      secrets.push(result.secret)
    }
    const answers = await Promise.all(secrets.map((secret) => requestToken({ clientId: credential.clientId, secret })))
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 200])
  })

  test('is audited, without either secret', async () => {
    const { id } = await created()
    await regenerateSecret(owner, id, 0, later)
    expect((await auditEvents())[1]).toEqual({
      at: later,
      actorId: owner.id,
      actorName: owner.name,
      address: null,
      action: 'credential.secret-regenerated',
      targetType: 'credential',
      targetId: id,
      targetName: 'Nightly export',
      before: null,
      after: null,
    })
  })
})

describe('delete', () => {
  test('removes the record and its sessions, and is audited', async () => {
    const { id, clientId, secret } = await created({ expiresOn: '2099-12-31' })
    await issueToken({ clientId, secret })
    const kept = await credentialOf(owner)
    await issueToken(kept)
    expect(await deleteCredential(owner, id, later)).toEqual({ ok: true })
    expect((await listCredentials(owner.id)).map((it) => it.id)).toEqual([kept.id])
    expect((await prisma().session.findMany()).map((session) => session.credentialId)).toEqual([kept.id])
    expect((await auditEvents()).at(-1)).toEqual({
      at: later,
      actorId: owner.id,
      actorName: owner.name,
      address: null,
      action: 'credential.deleted',
      targetType: 'credential',
      targetId: id,
      targetName: 'Nightly export',
      before: { clientId, expiresOn: '2099-12-31' },
      after: null,
    })
  })

  test('a second time it is not found', async () => {
    const { id } = await created()
    await deleteCredential(owner, id, later)
    expect(await changingNothing(() => deleteCredential(owner, id, later))).toEqual({ ok: false, reason: 'not-found' })
  })
})

describe('another person’s credential is as absent as one that never was, and nothing changes', () => {
  const actions: [string, (by: Person, id: string) => Promise<unknown>][] = [
    ['update', (by, id) => updateCredential(by, id, { name: 'Mine now', expiresOn: '2026-06-30' }, now)],
    ['update to a name that is taken', (by, id) => updateCredential(by, id, { name: 'Nightly export', expiresOn: '2025-12-31' }, now)],
    ['update to a date that has passed', (by, id) => updateCredential(by, id, { name: 'Mine now', expiresOn: '2020-01-01' }, now)],
    ['regenerate', (by, id) => regenerateSecret(by, id, 0, now)],
    ['delete', (by, id) => deleteCredential(by, id, now)],
  ]

  test.each(actions)('%s', async (_name, act) => {
    const { id, clientId, secret } = await created({ expiresOn: '2099-12-31' })
    const stranger = await person()
    await created({ builderRoleId: null }, stranger)
    const token = await issueToken({ clientId, secret })
    const theirs = await changingNothing(() => act(stranger, id))
    const nobodys = await changingNothing(() => act(stranger, randomUUID()))
    expect(theirs).toEqual({ ok: false, reason: 'not-found' })
    expect(nobodys).toEqual(theirs)
    expect((await callApi(token)).status).toBe(200)
    expect((await requestToken({ clientId, secret })).status).toBe(200)
  })

  test('administrators are no exception', async () => {
    const { id } = await created()
    const administrator = await person(['Team Leader', 'Team Member'], ['Administrator', 'User Manager'])
    expect(await listCredentials(administrator.id)).toEqual([])
    expect(await changingNothing(() => regenerateSecret(administrator, id, 0, now))).toEqual({ ok: false, reason: 'not-found' })
    expect(await changingNothing(() => deleteCredential(administrator, id, now))).toEqual({ ok: false, reason: 'not-found' })
  })
})

describe('a change and its audit event exist together or not at all', () => {
  /** Runs `act` while no audit event can be written. */
  async function withoutAudit(act: () => Promise<unknown>) {
    const { pool } = database()
    await pool.query('ALTER TABLE audit_events ADD CONSTRAINT no_more CHECK (false) NOT VALID')
    try {
      return await changingNothing(() => act().catch((error: Error) => error))
    } finally {
      await pool.query('ALTER TABLE audit_events DROP CONSTRAINT no_more')
    }
  }

  test('create', async () => {
    expect(await withoutAudit(() => createCredential(owner, input, now))).toBeInstanceOf(Error)
  })

  test('update', async () => {
    const { id } = await created()
    expect(await withoutAudit(() => updateCredential(owner, id, { name: 'Renamed', expiresOn: '2026-02-28' }, later))).toBeInstanceOf(Error)
  })

  test('regenerate', async () => {
    const { id } = await created()
    expect(await withoutAudit(() => regenerateSecret(owner, id, 0, later))).toBeInstanceOf(Error)
  })

  test('delete', async () => {
    const { id } = await created()
    expect(await withoutAudit(() => deleteCredential(owner, id, later))).toBeInstanceOf(Error)
  })
})

test('the plain secrets and the access token are in no column of any table, and the hash is in one only', async () => {
  const { id, clientId, secret } = await created({ expiresOn: '2099-12-31' })
  const oldToken = await issueToken({ clientId, secret })
  await updateCredential(owner, id, { name: 'Renamed', expiresOn: '2099-12-30' }, later)
  const result = await regenerateSecret(owner, id, 0, later)
  if (!result.ok) throw new Error(result.reason)
  const token = await issueToken(result)
  await callApi(token)
  await callApi(oldToken)
  await requestToken({ clientId, secret })
  await flushWriteBehind()
  const rows = await everyRow()
  expect(Object.keys(rows)).toEqual(expect.arrayContaining(['api_calls', 'application_credentials', 'audit_events', 'sessions']))
  for (const plain of [secret, result.secret, oldToken, token]) {
    // bytea shows as hexadecimal.
    const forms = [plain, plain.slice(4, 36), Buffer.from(plain).toString('hex'), Buffer.from(plain).toString('base64')]
    for (const [table, texts] of Object.entries(rows)) {
      for (const form of forms) expect(texts.join('\n').includes(form), `${form} in ${table}`).toBe(false)
    }
  }
  const hash = hashSecret(result.secret).toString('hex')
  const holding = Object.entries(rows).filter(([, texts]) => texts.join('\n').includes(hash))
  expect(holding.map(([table]) => table)).toEqual(['application_credentials'])
})

async function customRole(name: string, kind: 'OPERATIONAL' | 'BUILDER') {
  return (await prisma().role.create({ data: { name, kind, features: ['tickets:read'] }, select: { id: true } })).id
}
