import { beforeEach, describe, expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { roleId } from '@/lib/testing/company'
import { searchUsers, type UserSearch } from './search'
import { userSortColumns } from './sort-columns'

useTestDatabase()

const first: UserSearch = { search: '', sort: 'name', isDescending: false, page: 1, pageSize: 25 }
const namesOf = async (changed: Partial<UserSearch>) => (await searchUsers({ ...first, ...changed })).users.map((user) => user.name)

/** Inserts people behind the product's back: thousands at once, without a password anybody could know. */
async function insert(people: { name: string; email: string; signedInAt?: string; disabled?: boolean; role?: string }[]) {
  const { pool } = database()
  await pool.query(
    `WITH p AS (
       INSERT INTO users (id, name, email, password_hash, last_sign_in_at, disabled_at)
       SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, p->>'name', p->>'email', 'none', (p->>'signedInAt')::timestamptz,
         CASE WHEN (p->>'disabled')::boolean THEN now() END
       FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS t(p, n) RETURNING id, email)
     INSERT INTO user_roles SELECT p.id, r.id FROM p JOIN jsonb_array_elements($1::jsonb) AS t(q) ON q->>'email' = p.email
       JOIN roles r ON r.id = (q->>'role')::uuid`,
    [JSON.stringify(people)],
  )
}

test('10 000 users: each page is right, in stable order, and costs two queries', async () => {
  const member = await roleId('Team Member')
  const leader = await roleId('Team Leader')
  const people = Array.from({ length: 10_000 }, (_, i) => ({
    // A hundred namesakes each, so that order depends on the tie-break.
    name: `Agent ${String(i % 100).padStart(2, '0')}`,
    email: `agent${String(9_999 - i).padStart(4, '0')}@example.com`,
    role: i % 4 === 0 ? leader : member,
  }))
  await insert(people)
  // Array.prototype.sort is stable and `people` is in the order of their ids, as ties must be.
  const byName = people.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const emailsOf = async (changed: Partial<UserSearch>) => (await searchUsers({ ...first, ...changed })).users.map((user) => user.email)
  for (const page of [1, 2, 40, 400]) {
    const expected = byName.slice((page - 1) * 25, page * 25).map(({ email }) => email)
    const query = vi.spyOn(database().pool, 'query')
    expect(await emailsOf({ page }), `page ${page}`).toEqual(expected)
    expect(query).toHaveBeenCalledTimes(2)
    query.mockRestore()
  }
  expect(await emailsOf({ page: 401 })).toEqual(await emailsOf({ page: 400 }))
  expect(await emailsOf({ sort: 'email' })).toEqual(
    people
      .slice(-25)
      .map(({ email }) => email)
      .reverse(),
  )
  expect(await emailsOf({ sort: 'email', isDescending: true })).toEqual(people.slice(0, 25).map(({ email }) => email))
  expect(await searchUsers({ ...first, search: 'AGENT 0' })).toMatchObject({ count: 1_000 })
  expect(await searchUsers({ ...first, search: 'team leader', page: 3 })).toMatchObject({ count: 2_500 })
  expect(await emailsOf({ search: 'agent0042@' })).toEqual(['agent0042@example.com'])
  for (const sort of userSortColumns) {
    const seen = [...(await emailsOf({ sort, page: 7 })), ...(await emailsOf({ sort, page: 8 }))]
    expect(new Set(seen).size, sort).toBe(50)
  }
})

describe('a few people', () => {
  beforeEach(async () => {
    await insert([
      { name: 'bea', email: 'z@example.com', role: await roleId('Team Leader'), signedInAt: '2025-01-02T00:00:00Z' },
      { name: 'Ann', email: 'y_1@example.com', role: await roleId('Viewer'), disabled: true },
      { name: 'Cy 100%', email: 'x@example.com', role: await roleId('Team Member'), signedInAt: '2025-01-01T00:00:00Z' },
      { name: 'Dora \\ Éva', email: 'w-1@example.com' },
    ])
  })

  test.each<[Partial<UserSearch>, string[]]>([
    [{ sort: 'name' }, ['Ann', 'bea', 'Cy 100%', 'Dora \\ Éva']],
    [{ sort: 'email' }, ['Dora \\ Éva', 'Cy 100%', 'Ann', 'bea']],
    [{ sort: 'operationalRoles' }, ['bea', 'Cy 100%', 'Ann', 'Dora \\ Éva']],
    [{ sort: 'operationalRoles', isDescending: true }, ['Cy 100%', 'bea', 'Ann', 'Dora \\ Éva']],
    [{ sort: 'builderRoles' }, ['Ann', 'bea', 'Cy 100%', 'Dora \\ Éva']],
    [{ sort: 'lastSignIn' }, ['Cy 100%', 'bea', 'Ann', 'Dora \\ Éva']],
    [{ sort: 'lastSignIn', isDescending: true }, ['bea', 'Cy 100%', 'Ann', 'Dora \\ Éva']],
    [{ sort: 'status' }, ['bea', 'Cy 100%', 'Dora \\ Éva', 'Ann']],
    [{ sort: 'status', isDescending: true }, ['Ann', 'bea', 'Cy 100%', 'Dora \\ Éva']],
  ])('sorted: %j', async (changed, expected) => {
    expect(await namesOf(changed)).toEqual(expected)
  })

  test.each([
    ['%', ['Cy 100%']],
    ['_', ['Ann']],
    ['\\', ['Dora \\ Éva']],
    ['y_1', ['Ann']],
    ["' OR 1=1 --", []],
    ['BEA', ['bea']],
    ['viewER', ['Ann']],
    ['  z@EXAMPLE ', ['bea']],
    ['Éva', ['Dora \\ Éva']],
    ['E\u0301va', ['Dora \\ Éva']],
    ['\0bea', ['bea']],
    ['nobody', []],
  ])('every character of a search stands for itself, in any letter case: %j', async (search, expected) => {
    expect(await searchUsers({ ...first, search })).toMatchObject({ count: expected.length, users: expected.map((name) => ({ name })) })
  })

  test('a person comes with all that the dialogs need, and without a password', async () => {
    const { users } = await searchUsers({ ...first, search: 'bea' })
    const leader = { id: await roleId('Team Leader'), kind: 'OPERATIONAL', name: 'Team Leader', standard: true }
    expect(users).toEqual([
      {
        id: '00000000-0000-7000-8000-000000000001',
        version: 0,
        name: 'bea',
        email: 'z@example.com',
        timeZone: null,
        roles: [{ ...leader, features: ['tickets:read', 'tickets:write', 'tickets:assign'] }],
        disabledAt: null,
        lastSignInAt: new Date('2025-01-02T00:00:00Z'),
        mustChangePassword: false,
      },
    ])
  })
})
