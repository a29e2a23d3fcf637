import { beforeEach, describe, expect, test } from 'vitest'
import { ticket, tickets } from '@/lib/api/tickets'
import { users } from '@/lib/api/users'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { checkSignIn } from '@/lib/sign-in/check'
import { verifySignIn } from '@/lib/sign-in/verify'
import { callApi, credentialOf, everyRow, issueToken, type Person, password, person, roleId } from '@/lib/testing/company'
import { changeUser } from '@/lib/users/change'
import { createRole } from './create'
import { deleteRole } from './delete'
import { findRole, listRolesInUse } from './list'
import { listHolders } from './list-holders'
import { type NewRole, newRole, rolePatch } from './schema'
import { updateRole } from './update'

useTestDatabase()

const now = new Date('2025-06-15T11:00:00.000Z')
const server = { id: null, name: 'Test' }

/** Holds every access option: Team Leader and Administrator. */
let admin: Person

beforeEach(async () => {
  admin = await person(['Team Leader'], ['Administrator'])
})

const nightShift: NewRole = { kind: 'OPERATIONAL', name: 'Night Shift', description: 'Works at night.', features: ['tickets:read'] }

async function created(input: Partial<NewRole> = {}) {
  const result = await createRole(admin, { ...nightShift, ...input }, now)
  if (!result.ok) throw new Error(result.reason)
  return result.id
}

/** Somebody with a custom Builder role that carries exactly these, and Team Member. */
async function editor(...features: NewRole['features']) {
  await created({ kind: 'BUILDER', name: `Editor ${features.join()}`, features })
  return person(['Team Member'], [`Editor ${features.join()}`])
}

const roleEvents = (targetId: string) =>
  prisma().auditEvent.findMany({ where: { targetId }, omit: { id: true, at: true, targetId: true }, orderBy: { id: 'asc' } })

const stored = (id: string) => prisma().role.findUnique({ where: { id }, omit: { id: true } })

describe('New role', () => {
  test('is stored as a custom role of its kind, and audited in words', async () => {
    const id = await created()
    expect(await stored(id)).toEqual({ ...nightShift, standard: false, version: 0 })
    expect(await roleEvents(id)).toEqual([
      {
        actorId: admin.id,
        actorName: admin.name,
        address: null,
        action: 'role.created',
        targetType: 'role',
        targetName: 'Night Shift',
        before: null,
        after: { kind: 'Operational', description: 'Works at night.', accessOptions: ['View tickets'] },
      },
    ])
  })

  test.each(['Night Shift', 'night shift', 'NIGHT SHIFT'])('a name is unique within its kind, letter case aside: %s', async (name) => {
    await created()
    const before = await everyRow()
    expect(await createRole(admin, { ...nightShift, name }, now)).toEqual({ ok: false, reason: 'name-taken' })
    expect(await everyRow()).toEqual(before)
    expect(await createRole(admin, { ...nightShift, kind: 'BUILDER', name, features: [] }, now)).toMatchObject({ ok: true })
  })

  test('signs that mean "anything" to a database are just signs in a name', async () => {
    await created({ name: 'Shift_1' })
    await created({ name: 'Shift 100%' })
    expect(await createRole(admin, { ...nightShift, name: 'Shift-1' }, now)).toMatchObject({ ok: true })
    expect(await createRole(admin, { ...nightShift, name: 'Shift 100 and more' }, now)).toMatchObject({ ok: true })
    expect(await createRole(admin, { ...nightShift, name: 'shift_1' }, now)).toEqual({ ok: false, reason: 'name-taken' })
    expect(await createRole(admin, { ...nightShift, name: 'SHIFT 100%' }, now)).toEqual({ ok: false, reason: 'name-taken' })
  })

  test('access options belong to the role’s kind', async () => {
    const refused = (features: string[]) => ({ ok: false, reason: 'wrong-kind', features })
    expect(await createRole(admin, { ...nightShift, features: ['tickets:read', 'users:read'] }, now)).toEqual(refused(['users:read']))
    expect(await createRole(admin, { ...nightShift, kind: 'BUILDER', features: ['tickets:read'] }, now)).toEqual(refused(['tickets:read']))
  })

  test('two at once with one name: one is created, the other is told', async () => {
    const results = await Promise.all([1, 2, 3].map(() => createRole(admin, nightShift, now)))
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(results.filter((result) => !result.ok)).toEqual(Array(2).fill({ ok: false, reason: 'name-taken' }))
  })
})

describe('nobody hands on access options they do not have themselves', () => {
  const refused = (...features: string[]) => ({ ok: false, reason: 'exceeds-own-access', features })

  test('not in a new role', async () => {
    const clerk = await editor('roles:read', 'roles:write')
    const before = await everyRow()
    expect(await createRole(clerk, { ...nightShift, features: ['tickets:read', 'tickets:assign'] }, now)).toEqual(refused('tickets:assign'))
    expect(await createRole(clerk, { ...nightShift, kind: 'BUILDER', features: ['audit:read'] }, now)).toEqual(refused('audit:read'))
    expect(await everyRow()).toEqual(before)
    expect(await createRole(clerk, { ...nightShift, features: ['tickets:read', 'tickets:write'] }, now)).toMatchObject({ ok: true })
  })

  test('not into a role there is', async () => {
    const clerk = await editor('roles:read', 'roles:write')
    const id = await created()
    expect(await updateRole(clerk, id, { features: ['tickets:read', 'tickets:assign'] }, now)).toEqual(refused('tickets:assign'))
    expect((await stored(id))?.features).toEqual(['tickets:read'])
  })

  test('nor edits or deletes a role that carries more than they have', async () => {
    const clerk = await editor('roles:read', 'roles:write')
    const id = await created({ features: ['tickets:read', 'tickets:assign'] })
    const before = await everyRow()
    expect(await updateRole(clerk, id, { features: ['tickets:read'] }, now)).toEqual(refused('tickets:assign'))
    expect(await updateRole(clerk, id, { name: 'Mine' }, now)).toEqual(refused('tickets:assign'))
    expect(await deleteRole(clerk, id, now)).toEqual(refused('tickets:assign'))
    expect(await everyRow()).toEqual(before)
    expect(await deleteRole(admin, id, now)).toEqual({ ok: true })
  })

  test('what counts is what they hold at that moment, not at sign-in', async () => {
    const id = await created()
    await changeUser(server, admin.id, { roleIds: [await roleId('Team Member'), await roleId('Administrator')] }, now)
    expect(await updateRole(admin, id, { features: ['tickets:assign'] }, now)).toEqual(refused('tickets:assign'))
  })

  test('nor does anybody change a role after “Manage user roles” was taken from them', async () => {
    const id = await created()
    await changeUser(server, admin.id, { roleIds: [await roleId('Team Leader'), await roleId('Viewer')] }, now)
    const before = await everyRow()
    const forbidden = { ok: false, reason: 'forbidden' }
    expect(await createRole(admin, { ...nightShift, name: 'Late shift' }, now)).toEqual(forbidden)
    expect(await updateRole(admin, id, { name: 'Mine' }, now)).toEqual(forbidden)
    expect(await deleteRole(admin, id, now)).toEqual(forbidden)
    expect(await everyRow()).toEqual(before)
  })

  test('for a program it is what its token carries', async () => {
    const program = { ...admin, limitedTo: new Set(['roles:write', 'tickets:read']) }
    expect(await createRole(program, { ...nightShift, features: ['tickets:write'] }, now)).toEqual(refused('tickets:write'))
    expect(await createRole(program, nightShift, now)).toMatchObject({ ok: true })
  })
})

describe('Edit', () => {
  test('changes what is named, raises the version, and is audited before → after in words', async () => {
    const id = await created()
    expect(await updateRole(admin, id, { features: ['tickets:read', 'tickets:write'], version: 0 }, now)).toEqual({ ok: true })
    expect(await updateRole(admin, id, { name: 'Late Shift', description: '', version: 1 }, now)).toEqual({ ok: true })
    const after = { name: 'Late Shift', description: '', features: ['tickets:read', 'tickets:write'] }
    expect(await stored(id)).toEqual({ ...nightShift, ...after, standard: false, version: 2 })
    const common = { actorId: admin.id, actorName: admin.name, address: null, action: 'role.updated', targetType: 'role' }
    expect((await roleEvents(id)).slice(1)).toEqual([
      {
        ...common,
        targetName: 'Night Shift',
        before: { accessOptions: ['View tickets'] },
        after: { accessOptions: ['View tickets', 'Create and change tickets'] },
      },
      {
        ...common,
        targetName: 'Late Shift',
        before: { name: 'Night Shift', description: 'Works at night.' },
        after: { name: 'Late Shift', description: '' },
      },
    ])
  })

  test('what changes nothing is neither audited nor a new version', async () => {
    const id = await created()
    const before = await everyRow()
    expect(await updateRole(admin, id, {}, now)).toEqual({ ok: true })
    expect(await updateRole(admin, id, { ...nightShift, version: 0 }, now)).toEqual({ ok: true })
    expect(await everyRow()).toEqual(before)
  })

  test('over a change made meanwhile is refused: who made it and what is there now is told', async () => {
    const other = await person(['Team Leader'], ['Administrator'])
    const id = await created()
    await updateRole(other, id, { name: 'Late Shift', version: 0 }, now)
    expect(await updateRole(admin, id, { name: 'Early Shift', version: 0 }, now)).toEqual({
      ok: false,
      reason: 'changed-meanwhile',
      current: { id, ...nightShift, name: 'Late Shift', standard: false, version: 1, people: 0, credentials: 0 },
      by: other.name,
    })
    expect((await stored(id))?.name).toBe('Late Shift')
    expect(await updateRole(admin, id, { name: 'Early Shift', version: 1 }, now)).toEqual({ ok: true })
  })

  test('to the name of another of its kind is refused, to its own in other letters not', async () => {
    await created({ name: 'Late Shift' })
    const id = await created()
    expect(await updateRole(admin, id, { name: 'late shift' }, now)).toEqual({ ok: false, reason: 'name-taken' })
    expect(await updateRole(admin, id, { name: 'NIGHT SHIFT' }, now)).toEqual({ ok: true })
    expect(await updateRole(admin, id, { features: ['users:read'] }, now)).toEqual({
      ok: false,
      reason: 'wrong-kind',
      features: ['users:read'],
    })
  })

  test('standard roles never change, and what is not there is not found', async () => {
    const before = await everyRow()
    expect(await updateRole(admin, await roleId('Viewer'), { description: 'x' }, now)).toEqual({ ok: false, reason: 'standard' })
    expect(await deleteRole(admin, await roleId('Viewer'), now)).toEqual({ ok: false, reason: 'standard' })
    const nothing = '00000000-0000-4000-8000-000000000000'
    expect(await updateRole(admin, nothing, { description: 'x' }, now)).toEqual({ ok: false, reason: 'not-found' })
    expect(await deleteRole(admin, nothing, now)).toEqual({ ok: false, reason: 'not-found' })
    expect(await everyRow()).toEqual(before)
  })
})

describe('editing access options takes effect at the next call', () => {
  const call = (token: string) => callApi(token, tickets, { path: '/api/v1/tickets' })

  test('a live token loses and gains access, and stays alive', async () => {
    const id = await created()
    const token = await issueToken(await credentialOf(await person(['Night Shift'], []), { operational: 'Night Shift' }))
    expect((await call(token)).status).toBe(200)
    await updateRole(admin, id, { features: ['tickets:write'] }, now)
    expect(await call(token)).toMatchObject({ status: 403, body: { code: 'insufficient_scope' } })
    const body = { title: 'Written at night' }
    const written = await callApi(token, tickets, { method: 'POST', path: '/api/v1/tickets', body })
    expect(written.status).toBe(201)
    await updateRole(admin, id, { features: ['tickets:read'] }, now)
    expect((await call(token)).body.tickets).toHaveLength(1)
    const params = { reference: written.body.reference }
    const patched = await callApi(token, ticket, { method: 'PATCH', path: `/api/v1/tickets/${params.reference}`, params, body })
    expect(patched.status).toBe(403)
  })

  test('a Builder role’s too, for a token and for a sign-in, which goes on', async () => {
    const id = await created({ kind: 'BUILDER', name: 'Auditor', features: ['audit:read'] })
    const auditor = await person(['Team Member'], ['Auditor'])
    const token = await issueToken(await credentialOf(auditor, { builder: 'Auditor' }))
    const signIn = await verifySignIn({ email: auditor.email, password }, now)
    if (!signIn.ok) throw new Error(signIn.reason)
    const features = async () => {
      const check = await checkSignIn(signIn.token, now)
      return check.ok && check.user.features
    }
    expect(await features()).toEqual(['audit:read'])
    expect((await callApi(token, users, { path: '/api/v1/users' })).status).toBe(403)
    await updateRole(admin, id, { features: ['users:read'] }, now)
    expect(await features()).toEqual(['users:read'])
    expect((await callApi(token, users, { path: '/api/v1/users' })).status).toBe(200)
  })
})

describe('Delete', () => {
  test('removes a role nobody needs, and is audited', async () => {
    const id = await created()
    expect(await deleteRole(admin, id, now)).toEqual({ ok: true })
    expect(await stored(id)).toBeNull()
    expect((await roleEvents(id)).at(-1)).toEqual({
      actorId: admin.id,
      actorName: admin.name,
      address: null,
      action: 'role.deleted',
      targetType: 'role',
      targetName: 'Night Shift',
      before: { description: 'Works at night.', accessOptions: ['View tickets'] },
      after: null,
    })
  })

  test('is refused while people hold it or credentials are limited to it, with how many', async () => {
    const id = await created()
    const keepers = [await person(['Night Shift', 'Team Member'], []), await person(['Night Shift'], [])]
    expect(await deleteRole(admin, id, now)).toEqual({ ok: false, reason: 'in-use', people: 2, credentials: 0 })
    await credentialOf(keepers[0] as Person, { operational: 'Night Shift' })
    for (const { id: keeper } of keepers) await changeUser(server, keeper, { roleIds: [await roleId('Team Member')] }, now)
    const before = await everyRow()
    expect(await deleteRole(admin, id, now)).toEqual({ ok: false, reason: 'in-use', people: 0, credentials: 1 })
    expect(await everyRow()).toEqual(before)
    await prisma().applicationCredential.deleteMany()
    expect(await deleteRole(admin, id, now)).toEqual({ ok: true })
  })

  test('a credential’s Builder role counts as well', async () => {
    const id = await created({ kind: 'BUILDER', name: 'Auditor', features: ['audit:read'] })
    const auditor = await person(['Team Member'], ['Auditor'])
    await credentialOf(auditor, { builder: 'Auditor' })
    expect(await deleteRole(admin, id, now)).toEqual({ ok: false, reason: 'in-use', people: 1, credentials: 1 })
    expect(await findRole(id)).toMatchObject({ people: 1, credentials: 1 })
  })
})

test('the list tells how many people hold each role and how many credentials are limited to it', async () => {
  await credentialOf(admin, { operational: 'Team Leader', builder: 'Administrator' })
  await person(['Team Leader'], ['Viewer'])
  const roles = await listRolesInUse()
  expect(roles.map(({ name, people, credentials }) => [name, people, credentials])).toEqual([
    ['Team Leader', 2, 1],
    ['Team Member', 0, 0],
    ['Administrator', 1, 1],
    ['User Manager', 0, 0],
    ['Viewer', 1, 0],
  ])
})

test('who holds a role is told in pages, by name, of any number of people', async () => {
  const id = await roleId('Viewer')
  const count = 10_000
  const people = Array.from({ length: count }, (_, i) => ({
    name: `P ${String(i).padStart(5, '0')}`,
    email: `p${i}@example.com`,
    passwordHash: 'x',
  }))
  await prisma().user.createMany({ data: people })
  await prisma().$executeRaw`INSERT INTO user_roles (user_id, role_id) SELECT id, ${id}::uuid FROM users WHERE name LIKE 'P %'`
  await prisma().user.updateMany({ where: { name: 'P 09999' }, data: { disabledAt: now } })
  const first = await listHolders(id, 1, 25)
  expect(first.total).toBe(count)
  expect(first.holders.map(({ name }) => name)).toEqual(people.slice(0, 25).map(({ name }) => name))
  const last = await listHolders(id, 400, 25)
  expect(last.holders.at(-1)).toEqual({ id: expect.any(String), name: 'P 09999', email: 'p9999@example.com', disabled: true })
  expect((await listHolders(id, 401, 25)).holders).toEqual([])
})

describe('what a form or a program may send', () => {
  test('names are trimmed, access options come each once and in order', () => {
    const features = ['tickets:assign', 'tickets:read', 'tickets:assign']
    expect(newRole.parse({ kind: 'OPERATIONAL', name: '  Night Shift ', description: ' x ', features })).toEqual({
      kind: 'OPERATIONAL',
      name: 'Night Shift',
      description: 'x',
      features: ['tickets:read', 'tickets:assign'],
    })
  })

  test.each<[unknown, string]>([
    [{ name: '' }, 'Enter a name.'],
    [{ name: 'x'.repeat(61) }, 'Use at most 60 characters.'],
    [{ name: 'a\nb' }, 'Remove line breaks and other control characters.'],
    [{ description: 'x'.repeat(201) }, 'Use at most 200 characters.'],
    [{ description: 'a\u0000b' }, 'Remove line breaks and other control characters.'],
    [{ features: ['tickets:fly'] }, 'There is no such access option.'],
    [{ features: ['__proto__'] }, 'There is no such access option.'],
    [{ version: -1 }, 'Too small: expected number to be >=0'],
    [{ kind: 'BUILDER' }, 'Unrecognized key: "kind"'],
    [{ standard: true }, 'Unrecognized key: "standard"'],
  ])('%j is refused', (patch, message) => {
    expect(rolePatch.safeParse(patch).error?.issues.map((issue) => issue.message)).toEqual([message])
  })
})
