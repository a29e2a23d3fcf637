import { beforeEach, describe, expect, test } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { verifySignIn } from '@/lib/sign-in/verify'
import { callApi, credentialOf, issueToken, type Person, password, person, requestToken, roleId } from '@/lib/testing/company'
import { changeUser, type UserChange } from './change'
import { findUser } from './details'
import { disableUser, enableUser } from './disable'
import { userChangeInput } from './schema'

useTestDatabase()

const now = new Date('2025-06-15T11:00:00.000Z')
let administrator: Person
let jane: Person

beforeEach(async () => {
  administrator = await person(['Team Leader', 'Team Member'], ['Administrator'])
  jane = await person(['Team Member'], ['Viewer'])
})

const by = (someone: Person, address?: string) => ({ id: someone.id, name: someone.name, address })
const change = (fields: UserChange, someone = administrator, target = jane) => changeUser(by(someone), target.id, fields, now)
const idsOf = (...names: string[]) => Promise.all(names.map(roleId))
const rolesOf = async ({ id }: Person) => (await findUser(id))?.roles.map((role) => role.name)
const rowOf = ({ id }: Person) => prisma().user.findUniqueOrThrow({ where: { id } })
const events = () =>
  prisma().auditEvent.findMany({
    orderBy: { id: 'asc' },
    select: { action: true, actorName: true, address: true, targetName: true, before: true, after: true },
  })

describe('a change', () => {
  test('of name, e-mail address and time zone is kept, raises the version and is audited before → after, with the address', async () => {
    const result = await changeUser(by(administrator, '203.0.113.9'), jane.id, { name: 'Jane', email: 'jane@example.com', version: 0 }, now)
    expect(result).toEqual({ ok: true })
    expect(await rowOf(jane)).toMatchObject({
      name: 'Jane',
      email: 'jane@example.com',
      timeZone: jane.timeZone,
      version: 1,
      rolesVersion: 2,
    })
    const common = { actorName: administrator.name, address: '203.0.113.9', targetName: 'Jane' }
    expect(await events()).toEqual([
      {
        ...common,
        action: 'user.updated',
        before: { name: jane.name, email: jane.email },
        after: { name: 'Jane', email: 'jane@example.com' },
      },
    ])
  })

  test.each<[string, () => Promise<UserChange>]>([
    ['of the name only', async () => ({ name: 'Jane' })],
    ['of the time zone only', async () => ({ timeZone: null })],
    ['of the roles only', async () => ({ roleIds: await idsOf('Team Leader') })],
    ['of the password only', async () => ({ password: 'a new password' })],
    ['that disables', async () => ({ disabled: true })],
  ])('%s raises the version by one', async (_name, fields) => {
    expect(await change(await fields())).toEqual({ ok: true })
    expect((await rowOf(jane)).version).toBe(1)
  })

  test('that changes nothing leaves version, roles version and audit log alone', async () => {
    const before = await rowOf(jane)
    const { name, email, timeZone } = jane
    expect(await change({ name, email, timeZone, roleIds: await idsOf('Viewer', 'Team Member'), disabled: false })).toEqual({ ok: true })
    expect(await rowOf(jane)).toEqual(before)
    expect(await events()).toEqual([])
  })

  test('of everything at once is one version and one event of each kind, none of which knows the password', async () => {
    await change({ name: 'Jane', roleIds: await idsOf('Team Leader'), password: 'a new password', disabled: true })
    expect((await rowOf(jane)).version).toBe(1)
    const happened = await events()
    expect(happened.map(({ action }) => action)).toEqual(['user.updated', 'user.roles-changed', 'user.password-set', 'user.disabled'])
    expect(happened[1]).toMatchObject({ before: { roles: ['Team Member', 'Viewer'] }, after: { roles: ['Team Leader'] } })
    expect(happened[2]).toMatchObject({ before: null, after: null })
    const { passwordHash } = await rowOf(jane)
    expect(JSON.stringify(happened)).not.toContain('a new password')
    expect(JSON.stringify(happened)).not.toContain(passwordHash)
  })

  test('that is refused changes nothing of it', async () => {
    const before = await rowOf(jane)
    expect(await change({ name: 'Jane', roleIds: await idsOf('Viewer') })).toEqual({ ok: false, reason: 'no-operational-role' })
    expect(await rowOf(jane)).toEqual(before)
    expect(await events()).toEqual([])
  })

  test('of nobody, of an unknown role and to somebody else’s e-mail address is refused', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000'
    expect(await changeUser(by(administrator), nobody, { name: 'X' }, now)).toEqual({ ok: false, reason: 'not-found' })
    expect(await change({ roleIds: [...(await idsOf('Team Member')), nobody] })).toEqual({ ok: false, reason: 'unknown-role' })
    const email = userChangeInput.parse({ email: ` ${administrator.email.toUpperCase()} `, version: 0 }).email
    expect(await change({ email })).toEqual({ ok: false, reason: 'email-taken' })
  })

  test('decided on an older version is told what is there now and who changed it', async () => {
    expect(await change({ name: 'Theirs', version: 0 })).toEqual({ ok: true })
    // Events about the same person that changed nothing of what the form shows.
    await verifySignIn({ email: jane.email, password: 'wrong' }, now)
    await verifySignIn({ email: jane.email, password }, now)
    const other = await person(['Team Leader', 'Team Member'], ['Administrator'])
    const refused = await change({ name: 'Mine', version: 0 }, other)
    expect(refused).toEqual({ ok: false, reason: 'changed-meanwhile', changedBy: administrator.name, current: await findUser(jane.id) })
    expect(await change({ name: 'Mine', version: 1 }, other)).toEqual({ ok: true })
    expect((await rowOf(jane)).name).toBe('Mine')
  })
})

describe('what ends', () => {
  test('changed roles end bearer tokens and sign-ins in the same transaction; a new token lacks the role', async () => {
    const credential = await credentialOf(jane, { builder: 'Viewer' })
    const token = await issueToken(credential)
    await change({ roleIds: await idsOf('Team Member') })
    expect((await callApi(token)).body).toMatchObject({ status: 401, code: 'invalid_token' })
    expect((await callApi(await issueToken(credential))).body.roles).toEqual({ operational: 'Team Member', builder: null })
  })

  test('disabling and enabling revive nothing', async () => {
    const credential = await credentialOf(jane)
    const token = await issueToken(credential)
    expect(await disableUser(by(administrator), jane.id, now)).toEqual({ ok: true })
    expect((await requestToken(credential)).body.error).toBe('invalid_client')
    expect(await enableUser(by(administrator), jane.id, now)).toEqual({ ok: true })
    expect((await callApi(token)).status).toBe(401)
    const happened = (await events()).map(({ action }) => action)
    expect(happened).toEqual(['credential.created', 'user.disabled', 'user.enabled'])
  })

  test('a new password ends the sign-ins, not the programs, and must be changed at the next sign-in', async () => {
    const signedIn = await verifySignIn({ email: jane.email, password }, now)
    const token = await issueToken(await credentialOf(jane))
    await change({ password: 'a new password' })
    expect(await prisma().signIn.count({ where: { userId: jane.id, endedAt: null } })).toBe(0)
    expect(signedIn.ok).toBe(true)
    expect((await callApi(token)).status).toBe(200)
    expect((await rowOf(jane)).mustChangePassword).toBe(true)
    expect(await verifySignIn({ email: jane.email, password }, now)).toEqual({ ok: false, reason: 'wrong' })
  })
})

describe('nobody', () => {
  test('disables themselves or sets their own password here', async () => {
    await person(['Team Leader'], ['Administrator'])
    expect(await change({ disabled: true }, administrator, administrator)).toEqual({ ok: false, reason: 'self' })
    expect(await change({ password: 'a new password' }, administrator, administrator)).toEqual({ ok: false, reason: 'self' })
  })

  test('takes the last Administrator away: not by removing the role, nor by disabling', async () => {
    const roleIds = await idsOf('Team Leader', 'Team Member', 'Viewer')
    expect(await change({ roleIds }, administrator, administrator)).toEqual({ ok: false, reason: 'last-administrator' })
    const disabled = await person(['Team Member'], ['Administrator'])
    await disableUser(by(administrator), disabled.id, now)
    expect(await change({ roleIds }, administrator, administrator)).toEqual({ ok: false, reason: 'last-administrator' })
    await enableUser(by(administrator), disabled.id, now)
    expect(await change({ roleIds }, administrator, administrator)).toEqual({ ok: true })
    expect(await rolesOf(administrator)).toEqual(['Team Leader', 'Team Member', 'Viewer'])
  })

  test('not even somebody with all access options by way of other roles', async () => {
    const features = (await prisma().role.findFirstOrThrow({ where: { name: 'Administrator' } })).features
    await prisma().role.create({ data: { kind: 'BUILDER', name: 'Same by another name', features } })
    const other = await person(['Team Leader', 'Team Member'], ['Same by another name'])
    expect(await change({ disabled: true }, other, administrator)).toEqual({ ok: false, reason: 'last-administrator' })
  })

  test('grants a role with access options they do not have themselves, Operational ones included', async () => {
    const manager = await person(['Team Member'], ['User Manager'])
    const agent = await person(['Team Member'], [])
    const grant = async (...names: string[]) => change({ roleIds: await idsOf(...names) }, manager, agent)
    expect(await grant('Team Member', 'Viewer')).toEqual({
      ok: false,
      reason: 'exceeds-own-access',
      role: 'Viewer',
      missing: ['audit:read', 'settings:read'],
    })
    expect(await grant('Team Leader')).toEqual({
      ok: false,
      reason: 'exceeds-own-access',
      role: 'Team Leader',
      missing: ['tickets:assign'],
    })
    expect(await grant('Team Member', 'User Manager')).toEqual({ ok: true })
    const own = await idsOf('Team Member', 'User Manager', 'Administrator')
    expect(await change({ roleIds: own }, manager, manager)).toMatchObject({
      ok: false,
      reason: 'exceeds-own-access',
      role: 'Administrator',
    })
  })

  test.each<[string, UserChange]>([
    ['name', { name: 'Taken over' }],
    ['e-mail address', { email: 'mine@example.com' }],
    ['password', { password: 'known to me now' }],
    ['roles', { roleIds: [] }],
    ['disable', { disabled: true }],
    ['enable', { disabled: false }],
  ])('changes a person who holds access options they lack: %s', async (_name, fields) => {
    const manager = await person(['Team Leader', 'Team Member'], ['User Manager'])
    const before = await rowOf(administrator)
    expect(await change(fields, manager, administrator)).toEqual({
      ok: false,
      reason: 'out-of-reach',
      missing: ['audit:read', 'credentials:oversee', 'roles:write', 'settings:read', 'settings:write', 'tokens:introspect'],
    })
    expect(await rowOf(administrator)).toEqual(before)
  })

  test('who lost the access option, or was disabled, since the page was loaded', async () => {
    const former = await person(['Team Leader', 'Team Member'], ['Viewer'])
    expect(await change({ name: 'X' }, former)).toEqual({ ok: false, reason: 'forbidden' })
    const other = await person(['Team Leader', 'Team Member'], ['Administrator'])
    await disableUser(by(administrator), other.id, now)
    expect(await change({ name: 'X' }, other)).toEqual({ ok: false, reason: 'forbidden' })
  })

  test('does more through a credential than it carries', async () => {
    const limited = { ...by(administrator), limitedTo: new Set(['users:read', 'users:write', 'tickets:read']) }
    const agent = await person(['Team Member'], [])
    expect(await changeUser(limited, agent.id, { name: 'X' }, now)).toEqual({
      ok: false,
      reason: 'out-of-reach',
      missing: ['tickets:write'],
    })
    expect(await changeUser({ ...limited, limitedTo: new Set(['tickets:read']) }, agent.id, { name: 'X' }, now)).toEqual({
      ok: false,
      reason: 'forbidden',
    })
  })
})
