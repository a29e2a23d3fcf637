import { expect, test } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { callApi, credentialOf, issueToken, person } from '@/lib/testing/company'
import { me } from './me'
import { notFound } from './not-found'

useTestDatabase()

test('what a token is tried for in vain is tracked too: wrong methods and paths that do not exist', async () => {
  const token = await issueToken(await credentialOf(await person()))
  expect((await callApi(token, me, { method: 'DELETE' })).body).toMatchObject({ status: 405, code: 'method_not_allowed' })
  expect((await callApi(token, notFound, { path: '/api/v1/credentials' })).body).toMatchObject({ status: 404, code: 'not_found' })
  await flushWriteBehind()
  const calls = await prisma().apiCall.findMany({
    select: { method: true, path: true, status: true, reason: true },
    orderBy: { id: 'asc' },
  })
  expect(calls).toEqual([
    { method: 'DELETE', path: '/api/v1/me', status: 405, reason: 'method_not_allowed' },
    { method: 'GET', path: '/api/v1/credentials', status: 404, reason: 'not_found' },
  ])
})
