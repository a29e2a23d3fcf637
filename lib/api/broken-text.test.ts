import { beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/test-database'
import type { Endpoint } from '@/lib/methods'
import { verifySignIn } from '@/lib/sign-in/verify'
import { callApi, credentialOf, everyRow, issueToken, type Person, password, person, roleId } from '@/lib/testing/company'
import { searchUsers } from '@/lib/users/search'
import { role, roles } from './roles'
import { ticket, tickets } from './tickets'
import { user, users } from './users'

useTestDatabase()

let owner: Person
let accessToken: string

beforeEach(async () => {
  owner = await person(['Team Member', 'Team Leader'], ['Administrator'])
  accessToken = await issueToken(await credentialOf(owner, { operational: 'Team Leader', builder: 'Administrator' }))
})

const call = (endpoint: Endpoint, method: string, body: object, params: Record<string, string> = {}) =>
  callApi(accessToken, endpoint, { method, body, params, path: '/api/v1/x' })

describe('half a surrogate pair is 422, naming the field, and never a 5xx', () => {
  const half = 'a\ud800'

  test.each(['name', 'email'])('in the %s of a service agent', async (field) => {
    const good = { name: 'New', email: 'new@example.com', operational_role_ids: [await roleId('Team Member')] }
    const before = await everyRow()
    for (const answer of [
      await call(users, 'POST', { ...good, [field]: half }),
      await call(user, 'PATCH', { [field]: half }, { id: owner.id }),
    ])
      expect(answer).toMatchObject({
        status: 422,
        body: { code: 'invalid_fields', errors: [{ field, message: 'Remove broken characters.' }] },
      })
    expect((await everyRow()).users).toEqual(before.users)
  })

  test.each(['name', 'description'])('in the %s of a role', async (field) => {
    const { body: made } = await call(roles, 'POST', { kind: 'OPERATIONAL', name: 'Made', features: [] })
    for (const answer of [
      await call(roles, 'POST', { kind: 'OPERATIONAL', name: 'Other', features: [], [field]: half }),
      await call(role, 'PATCH', { [field]: half }, { id: made.id }),
    ])
      expect(answer).toMatchObject({
        status: 422,
        body: { code: 'invalid_fields', errors: [{ field, message: 'Remove broken characters.' }] },
      })
  })

  test.each(['title', 'description'])('in the %s of a ticket', async (field) => {
    const { body: made } = await call(tickets, 'POST', { title: 'Made' })
    for (const answer of [
      await call(tickets, 'POST', { title: 'Other', [field]: half }),
      await call(ticket, 'PATCH', { [field]: half }, { reference: made.reference }),
    ])
      expect(answer).toMatchObject({
        status: 422,
        body: { code: 'invalid_fields', errors: [{ field, message: 'Remove broken characters.' }] },
      })
  })

  test('while whole characters beyond the first plane are as good as any', async () => {
    expect(await call(tickets, 'POST', { title: '😀', description: '𐍈' })).toMatchObject({ status: 201, body: { title: '😀' } })
  })
})

test('what is only looked for is not found', async () => {
  expect(await verifySignIn({ email: `\ud800${owner.email}`, password }, new Date())).toEqual({ ok: false, reason: 'wrong' })
  const found = await searchUsers({ search: 'Person\ud800', sort: 'name', isDescending: false, page: 1, pageSize: 10 })
  expect(found).toEqual({ users: [], count: 0 })
})
