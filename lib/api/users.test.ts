import { expect, test } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { callApi, credentialOf, issueToken, person } from '@/lib/testing/company'
import { disableUser } from '@/lib/users/disable'
import { users } from './users'

useTestDatabase()

const invalid = (field: string, message: string) => ({
  status: 422,
  body: {
    type: 'about:blank',
    status: 422,
    code: 'invalid_fields',
    detail: 'Correct the fields named in errors.',
    errors: [{ field, message }],
  },
})

async function caller() {
  const owner = await person(['Team Member', 'Team Leader'], ['User Manager'])
  const accessToken = await issueToken(await credentialOf(owner, { builder: 'User Manager' }))
  const list = async (query = '') => {
    const { status, body } = await callApi(accessToken, users, { path: `/api/v1/users${query}` })
    return { status, body }
  }
  return { owner, list }
}

test('lists service agents and the roles they hold, and nothing secret', async () => {
  const { owner, list } = await caller()
  const colleague = await person(['Team Member'], [])
  const lastSignInAt = new Date('2025-06-15T11:00:00.123Z')
  await prisma().user.update({ where: { id: colleague.id }, data: { lastSignInAt } })
  await disableUser({ id: null, name: 'Test' }, colleague.id, new Date())
  expect(await list()).toEqual({
    status: 200,
    body: {
      users: [
        {
          id: owner.id,
          email: owner.email,
          name: owner.name,
          operational_roles: ['Team Leader', 'Team Member'],
          builder_roles: ['User Manager'],
          disabled: false,
          last_sign_in_at: null,
        },
        {
          id: colleague.id,
          email: colleague.email,
          name: colleague.name,
          operational_roles: ['Team Member'],
          builder_roles: [],
          disabled: true,
          last_sign_in_at: lastSignInAt.toISOString(),
        },
      ],
      next_cursor: null,
    },
  })
})

test('in pages: everybody is on exactly one', async () => {
  const { owner, list } = await caller()
  const everybody = [owner.id]
  for (let i = 0; i < 4; i++) everybody.push((await person()).id)
  const seen: string[][] = []
  let cursor: string | null = null
  do {
    const { body } = await list(`?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
    seen.push(body.users.map(({ id }: { id: string }) => id))
    cursor = body.next_cursor
  } while (cursor !== null)
  expect(seen.map((page) => page.length)).toEqual([2, 2, 1])
  expect(seen.flat()).toEqual(everybody)
})

test('parameters that are wrong, unknown or sent twice are refused', async () => {
  const { list } = await caller()
  expect(await list('?limit=0')).toEqual(invalid('limit', 'Too small: expected number to be >=1'))
  expect(await list('?cursor=T-000001')).toEqual(invalid('cursor', 'Use the next_cursor of the page before.'))
  expect(await list("?cursor=' OR 1=1 --")).toEqual(invalid('cursor', 'Use the next_cursor of the page before.'))
  expect(await list('?email=ada')).toEqual(invalid('email', 'Unrecognized key: "email"'))
  expect(await list('?limit=1&limit=1')).toEqual(invalid('limit', 'Sent twice.'))
  expect(await list('?toString=1')).toEqual(invalid('toString', 'Unrecognized key: "toString"'))
  expect(await list('?__proto__=1')).toEqual(invalid('__proto__', 'Unrecognized key: "__proto__"'))
})
