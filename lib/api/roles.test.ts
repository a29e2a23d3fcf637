import { beforeEach, describe, expect, test } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { builderFeatures } from '@/lib/roles/features'
import { callApi, credentialOf, issueToken, type Person, person } from '@/lib/testing/company'
import { role, roles } from './roles'

useTestDatabase()

let owner: Person
let credential: Awaited<ReturnType<typeof credentialOf>>
let accessToken: string

beforeEach(async () => {
  owner = await person(['Team Leader', 'Team Member'])
  credential = await credentialOf(owner, { builder: 'Administrator' })
  accessToken = await issueToken(credential)
})

async function call(method: string, id?: string, body?: unknown, token = accessToken) {
  const path = id ? `/api/v1/roles/${id}` : '/api/v1/roles'
  const reply = await callApi(token, id ? role : roles, { method, path, params: id ? { id } : {}, body })
  return { status: reply.status, body: reply.body }
}

const problem = (status: number, code: string, detail: string, errors?: unknown) => ({
  status,
  body: { type: 'about:blank', status, code, detail, ...(errors !== undefined && { errors }) },
})
const wrong = (field: string, message: string) =>
  problem(422, 'invalid_fields', 'Correct the fields named in errors.', [{ field, message }])
const notFound = problem(404, 'not_found', 'There is no such role.')

const nightShift = { kind: 'OPERATIONAL', name: 'Night Shift', description: 'Works at night.', features: ['tickets:read'] }
const created = async (input: object = {}): Promise<string> => (await call('POST', undefined, { ...nightShift, ...input })).body.id

test('lists every role with its access options: Operational before Builder, then by name', async () => {
  const custom = await prisma().role.create({ data: { kind: 'OPERATIONAL', name: 'Night Shift', features: [] }, select: { id: true } })
  const { status, body } = await call('GET')
  const ids = new Map((await prisma().role.findMany({ select: { id: true, name: true } })).map(({ id, name }) => [name, id]))
  const listed = (kind: string, name: string, description: string, features: string[], standard = true) => ({
    id: ids.get(name),
    kind,
    name,
    description,
    features,
    standard,
    version: 0,
  })
  expect([status, body]).toEqual([
    200,
    {
      roles: [
        { ...listed('OPERATIONAL', 'Night Shift', '', [], false), id: custom.id },
        listed('OPERATIONAL', 'Team Leader', 'Works on tickets and assigns them.', ['tickets:read', 'tickets:write', 'tickets:assign']),
        listed('OPERATIONAL', 'Team Member', 'Works on tickets.', ['tickets:read', 'tickets:write']),
        listed('BUILDER', 'Administrator', 'Everything in Builder.', Object.keys(builderFeatures)),
        listed('BUILDER', 'User Manager', 'Looks after people and their roles.', ['users:read', 'users:write', 'roles:read']),
        listed('BUILDER', 'Viewer', 'Sees Builder, changes nothing.', ['users:read', 'roles:read', 'settings:read', 'audit:read']),
      ],
    },
  ])
})

test('a role is created, read, changed and deleted; every change is audited in the name of the owner and by way of which credential', async () => {
  const reply = await callApi(accessToken, roles, { method: 'POST', path: '/api/v1/roles', body: nightShift })
  const stored = { id: reply.body.id, ...nightShift, standard: false, version: 0, people: 0, credentials: 0 }
  expect([reply.status, reply.headers.get('location'), reply.body]).toEqual([201, `/api/v1/roles/${stored.id}`, stored])
  expect(await call('GET', stored.id)).toEqual({ status: 200, body: stored })
  const changed = { ...stored, features: ['tickets:read', 'tickets:write'], version: 1 }
  expect(await call('PATCH', stored.id, { features: changed.features, version: 0 })).toEqual({ status: 200, body: changed })
  expect(await call('DELETE', stored.id)).toEqual({ status: 204, body: null })
  expect(await call('GET', stored.id)).toEqual(notFound)
  const events = await prisma().auditEvent.findMany({
    where: { targetId: stored.id },
    select: { actorId: true, actorName: true, action: true },
    orderBy: { id: 'asc' },
  })
  const by = { actorId: owner.id, actorName: `${owner.name} (credential ${credential.name})` }
  expect(events).toEqual(['role.created', 'role.updated', 'role.deleted'].map((action) => ({ ...by, action })))
})

describe('the rules are those of the screen', () => {
  test('a token hands on no access option that it does not carry, whatever its owner holds', async () => {
    // The owner is Team Leader, the token carries Team Member.
    const refused = problem(403, 'exceeds_own_access', 'This token lacks access options that the role carries: tickets:assign.')
    expect(await call('POST', undefined, { ...nightShift, features: ['tickets:assign'] })).toEqual(refused)
    const id = await created()
    expect(await call('PATCH', id, { features: ['tickets:assign'] })).toEqual(refused)
    await prisma().role.update({ where: { id }, data: { features: ['tickets:assign'] } })
    expect(await call('PATCH', id, { features: [] })).toEqual(refused)
    expect(await call('DELETE', id)).toEqual(refused)
  })

  test('a standard role never changes', async () => {
    const { id } = await prisma().role.findFirstOrThrow({ where: { name: 'Viewer' }, select: { id: true } })
    const refused = problem(409, 'standard_role', 'Standard roles never change. Create a role of your own instead.')
    expect(await call('PATCH', id, { description: 'x' })).toEqual(refused)
    expect(await call('DELETE', id)).toEqual(refused)
  })

  test('a role in use is not deleted', async () => {
    const id = await created()
    await person(['Night Shift'], [])
    const detail = 'The role is held by 1 people and 0 credentials are limited to it.'
    expect(await call('DELETE', id)).toEqual(problem(409, 'in_use', detail))
  })

  test('a version that is no longer the current one is a conflict; without one the change is made', async () => {
    const id = await created()
    expect((await call('PATCH', id, { description: 'First.', version: 0 })).body).toMatchObject({ version: 1 })
    const refused = problem(409, 'conflict', 'The role was changed meanwhile: its version is 1. Read it again.')
    expect(await call('PATCH', id, { description: 'Second.', version: 0 })).toEqual(refused)
    expect((await call('PATCH', id, { description: 'Second.' })).body).toMatchObject({ description: 'Second.', version: 2 })
  })

  test('names are unique within a kind, and access options belong to it', async () => {
    await created()
    expect(await call('POST', undefined, nightShift)).toEqual(wrong('name', 'Another role of this kind has this name.'))
    expect(await call('POST', undefined, { ...nightShift, name: 'Other', features: ['users:read'] })).toEqual(
      wrong('features', 'Not for roles of this kind: users:read.'),
    )
  })

  test('reading takes roles:read, changing roles:write', async () => {
    const reader = await issueToken(await credentialOf(await person(['Team Member'], ['Viewer']), { builder: 'Viewer' }))
    const id = await created()
    expect((await call('GET', undefined, undefined, reader)).status).toBe(200)
    expect((await call('GET', id, undefined, reader)).status).toBe(200)
    const plain = await issueToken(await credentialOf(owner))
    for (const [token, attempts] of [
      [reader, []],
      [plain, ['GET', undefined, 'GET', id]],
    ] as const) {
      const calls = [
        ['POST', undefined, nightShift],
        ['PATCH', id, {}],
        ['DELETE', id],
      ] as const
      for (const [method, target, body] of calls) {
        expect(await call(method, target, body, token)).toMatchObject({ status: 403, body: { code: 'insufficient_scope' } })
      }
      for (let i = 0; i < attempts.length; i += 2) {
        expect(await call(String(attempts[i]), attempts[i + 1], undefined, token)).toMatchObject({ status: 403 })
      }
    }
    expect((await call('GET', id)).body.version).toBe(0)
  })
})

test.each<[unknown, string, string]>([
  [{ ...nightShift, standard: true }, 'standard', 'Unrecognized key: "standard"'],
  [{ ...nightShift, features: 'tickets:read' }, 'features', 'Invalid input: expected array, received string'],
  [{ ...nightShift, features: ['fly'] }, 'features.0', 'There is no such access option.'],
  [{ ...nightShift, kind: 'ADMIN' }, 'kind', 'Choose a kind.'],
  [{ ...nightShift, name: ' ' }, 'name', 'Enter a name.'],
])('%j creates nothing', async (body, field, message) => {
  const before = await prisma().role.count()
  expect(await call('POST', undefined, body)).toEqual(wrong(field, message))
  expect(await prisma().role.count()).toBe(before)
})

test.each(['nothing', '00000000-0000-4000-8000-000000000000', "' OR 1=1 --"])('%s is no role', async (id) => {
  expect(await call('GET', id)).toEqual(notFound)
  expect(await call('PATCH', id, { description: 'x' })).toEqual(notFound)
  expect(await call('DELETE', id)).toEqual(notFound)
})
