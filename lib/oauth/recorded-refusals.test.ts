import { expect, test } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { answer, credentialOf, person, tokenRequest } from '@/lib/testing/company'
import { token } from './token'

useTestDatabase()

test('every refused token request of a credential shows in its activity, with the reason and without a session', async () => {
  const credential = await credentialOf(await person())
  const good = { grant_type: 'client_credentials', client_id: credential.clientId, client_secret: credential.secret }
  const ask = async (form: Record<string, string>) => (await answer(await token(tokenRequest(form)))).status
  expect(await ask({ ...good, client_secret: 'acs_wrong' })).toBe(401)
  expect(await ask({ ...good, grant_type: 'password' })).toBe(400)
  expect(await ask({ ...good, grant_type: '' })).toBe(400)
  expect(await ask({ ...good, scope: 'users:read' })).toBe(400)
  expect(await ask(good)).toBe(200)
  await flushWriteBehind()
  const calls = await prisma().apiCall.findMany({ omit: { id: true, at: true, durationMs: true }, orderBy: { id: 'asc' } })
  const refused = (status: number, reason: string) => ({
    credentialId: credential.id,
    sessionId: null,
    sessionHint: null,
    method: 'POST',
    route: '/Auth/OAuth/Token',
    path: '/Auth/OAuth/Token',
    status,
    ip: null,
    reason,
  })
  expect(calls).toEqual([
    refused(401, 'unknown-or-wrong-secret'),
    refused(400, 'unsupported_grant_type'),
    refused(400, 'invalid_request'),
    refused(400, 'invalid_scope'),
  ])
})
