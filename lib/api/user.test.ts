import { beforeEach, describe, expect, test } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { token } from '@/lib/oauth/token'
import { callApi, credentialOf, everyRow, issueToken, type Person, person, requestToken, roleId, tokenRequest } from '@/lib/testing/company'
import { user, users } from './users'

useTestDatabase()

let owner: Person
let credential: { clientId: string; secret: string; name: string }
let accessToken: string

beforeEach(async () => {
  owner = await person(['Team Leader', 'Team Member'], ['Administrator'])
  credential = await credentialOf(owner, { operational: 'Team Leader', builder: 'Administrator' })
  accessToken = await issueToken(credential)
})

async function send(method: string, id: string | undefined, body?: unknown, bearer = accessToken) {
  const path = `/api/v1/users${id ? `/${id}` : ''}`
  const answered = await callApi(bearer, id ? user : users, { method, path, body, params: id ? { id } : {} })
  return { status: answered.status, body: answered.body, location: answered.headers.get('location') }
}

const outcome = ({ status, body }: Awaited<ReturnType<typeof send>>) => `${status} ${body.code ?? ''} ${body.detail ?? ''}`.trim()
const fieldsOf = ({ body }: Awaited<ReturnType<typeof send>>) => body.errors

describe('POST /api/v1/users', () => {
  const joiner = async () => ({ name: 'Jane Doe', email: 'Jane@Example.com', operational_role_ids: [await roleId('Team Member')] })

  test('adds a service agent, audited as the owner by way of the credential; nobody can sign in as them until a password is set in Builder', async () => {
    const { status, body, location } = await send('POST', undefined, await joiner())
    expect(status).toBe(201)
    expect(location).toBe(`/api/v1/users/${body.id}`)
    expect(body).toEqual({
      id: body.id,
      email: 'jane@example.com',
      name: 'Jane Doe',
      time_zone: null,
      operational_roles: ['Team Member'],
      operational_role_ids: [await roleId('Team Member')],
      builder_roles: [],
      builder_role_ids: [],
      disabled: false,
      last_sign_in_at: null,
      version: 0,
    })
    expect(await send('GET', body.id)).toEqual({ status: 200, body, location: null })
    const event = await prisma().auditEvent.findFirstOrThrow({ where: { action: 'user.created' } })
    expect(event).toMatchObject({ actorId: owner.id, actorName: `${owner.name} (credential ${credential.name})`, targetId: body.id })
  })

  test.each<[object, string]>([
    [{ email: 'nobody' }, 'email'],
    [{ name: '' }, 'name'],
    [{ password: 'long enough for anybody' }, 'password'],
    [{ time_zone: 'Europe/Atlantis' }, 'time_zone'],
    [{ operational_role_ids: [] }, 'operational_role_ids'],
    [{ operational_role_ids: ['Team Member'] }, 'operational_role_ids.0'],
    [{ builder_role_ids: ['00000000-0000-4000-8000-000000000000'] }, 'builder_role_ids'],
    [{ must_change_password: false }, 'must_change_password'],
    [{ id: '00000000-0000-4000-8000-000000000000' }, 'id'],
  ])('refuses %j at %s', async (changed, field) => {
    const refused = await send('POST', undefined, { ...(await joiner()), ...changed })
    expect(outcome(refused)).toBe('422 invalid_fields Correct the fields named in errors.')
    expect(fieldsOf(refused)).toEqual([{ field, message: expect.any(String) }])
  })

  test('refuses a role of the other kind and an e-mail address that is taken', async () => {
    const swapped = await send('POST', undefined, { ...(await joiner()), operational_role_ids: [await roleId('Viewer')] })
    expect(fieldsOf(swapped)).toEqual([
      { field: 'operational_role_ids', message: 'Not every id is that of an Operational role. See GET /api/v1/roles.' },
    ])
    const taken = await send('POST', undefined, { ...(await joiner()), email: owner.email.toUpperCase() })
    expect(fieldsOf(taken)).toEqual([{ field: 'email', message: 'Another service agent has this e-mail address.' }])
  })

  test('a token gives no role that goes beyond what it carries, whatever its owner may do', async () => {
    const narrow = await issueToken(await credentialOf(owner, { builder: 'Administrator' }))
    const refused = await send('POST', undefined, { ...(await joiner()), operational_role_ids: [await roleId('Team Leader')] }, narrow)
    expect(outcome(refused)).toBe('403 forbidden_change The role Team Leader carries access options that this token lacks: tickets:assign.')
    expect((await send('POST', undefined, await joiner(), narrow)).status).toBe(201)
  })
})

describe('/api/v1/users/{id}', () => {
  let jane: Person
  beforeEach(async () => {
    jane = await person(['Team Member'], ['Viewer'])
  })

  test('PATCH changes what it names and leaves the rest, roles of the other kind included', async () => {
    const { body } = await send('PATCH', jane.id, { name: 'Jane', operational_role_ids: [await roleId('Team Leader')] })
    expect(body).toMatchObject({
      name: 'Jane',
      email: jane.email,
      operational_roles: ['Team Leader'],
      builder_roles: ['Viewer'],
      version: 1,
    })
    expect((await send('PATCH', jane.id, { builder_role_ids: [] })).body).toMatchObject({
      operational_roles: ['Team Leader'],
      builder_roles: [],
      version: 2,
    })
    expect((await send('PATCH', jane.id, { time_zone: null })).body).toMatchObject({ time_zone: null, version: 3 })
  })

  test('a leaver is disabled: their programs and sign-ins end, and enabling revives nothing', async () => {
    const theirs = await credentialOf(jane)
    const theirToken = await issueToken(theirs)
    expect((await send('PATCH', jane.id, { disabled: true })).body).toMatchObject({ disabled: true, version: 1 })
    expect((await callApi(theirToken)).body.code).toBe('invalid_token')
    expect((await requestToken(theirs)).body.error).toBe('invalid_client')
    expect((await send('PATCH', jane.id, { disabled: false })).body).toMatchObject({ disabled: false, version: 2 })
    expect((await callApi(theirToken)).body.code).toBe('invalid_token')
  })

  test('with a version that is no longer the current one: 409 conflict, and nothing is changed', async () => {
    await send('PATCH', jane.id, { name: 'First', version: 0 })
    expect(outcome(await send('PATCH', jane.id, { name: 'Second', version: 0 }))).toBe(
      '409 conflict The service agent was changed meanwhile and has version 1 now. Read it again.',
    )
    expect((await send('GET', jane.id)).body).toMatchObject({ name: 'First', version: 1 })
  })

  test.each<[object, string]>([
    [{}, ''],
    [{ version: 0 }, ''],
    [{ name: 'X', password: 'known to the program' }, 'password'],
    [{ name: 'X', roles_version: 7 }, 'roles_version'],
    [{ name: 'X', must_change_password: false }, 'must_change_password'],
    [{ operational_role_ids: [] }, 'operational_role_ids'],
    [{ email: '' }, 'email'],
  ])('PATCH %j is refused at %j', async (patch, field) => {
    const before = await everyRow()
    const refused = await send('PATCH', jane.id, patch)
    expect(refused.status).toBe(422)
    expect(fieldsOf(refused)).toEqual([{ field, message: expect.any(String) }])
    expect((await everyRow()).users).toEqual(before.users)
  })

  test('the rules are those of the screen', async () => {
    expect(outcome(await send('PATCH', owner.id, { disabled: true }))).toBe('403 forbidden_change Nobody can disable themselves.')
    expect(outcome(await send('PATCH', owner.id, { builder_role_ids: [] }))).toBe(
      '403 forbidden_change This is the last enabled Administrator. Make somebody else an Administrator first.',
    )
    const manager = await person(['Team Member'], ['User Manager'])
    const theirToken = await issueToken(await credentialOf(manager, { builder: 'User Manager' }))
    expect(outcome(await send('PATCH', jane.id, { name: 'X' }, theirToken))).toBe(
      '403 forbidden_change This service agent holds access options that this token lacks: audit:read, settings:read.',
    )
  })

  test('a token narrowed by scope does no more than its scope', async () => {
    const form = { grant_type: 'client_credentials', client_id: credential.clientId, client_secret: credential.secret }
    const response = await token(tokenRequest({ ...form, scope: 'users:read users:write' }))
    const { access_token } = (await response.json()) as { access_token: string }
    expect(outcome(await send('PATCH', jane.id, { name: 'X' }, access_token))).toMatch(/^403 forbidden_change .* lacks: audit:read/)
  })

  test.each(['00000000-0000-4000-8000-000000000000', 'nobody', "' OR 1=1 --", '\0'])('nobody has the id %j', async (id) => {
    for (const [method, body] of [['GET'], ['PATCH', { name: 'X' }]] as const) {
      expect(outcome(await send(method, id, body))).toBe('404 not_found There is no such service agent.')
    }
  })

  test('takes users:read and users:write', async () => {
    const viewer = await person(['Team Member'], ['Viewer'])
    const reading = await issueToken(await credentialOf(viewer, { builder: 'Viewer' }))
    expect((await send('GET', jane.id, undefined, reading)).status).toBe(200)
    expect((await send('PATCH', jane.id, { name: 'X' }, reading)).body.code).toBe('insufficient_scope')
    expect((await send('POST', undefined, {}, reading)).body.code).toBe('insufficient_scope')
  })
})
