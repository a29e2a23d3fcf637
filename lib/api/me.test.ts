import { afterEach, expect, test, vi } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { callApi, credentialOf, issueToken, person } from '@/lib/testing/company'

useTestDatabase()

afterEach(() => {
  vi.useRealTimers()
})

test('says whom the token acts for, with which credential, roles and access options, and when it idles out', async () => {
  const owner = await person(['Team Member', 'Team Leader'], ['Viewer'])
  const credential = await credentialOf(owner, { operational: 'Team Leader', builder: 'Viewer' })
  const { expiresAt } = await prisma().applicationCredential.findFirstOrThrow({ select: { expiresAt: true } })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  const issuedAt = new Date()
  const accessToken = await issueToken(credential)
  vi.setSystemTime(issuedAt.getTime() + 300_000)
  const { status, headers, body } = await callApi(accessToken)
  expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([200, 'application/json', 'no-store'])
  expect(body).toEqual({
    owner: { id: owner.id, name: owner.name, email: owner.email },
    credential: { client_id: credential.clientId, name: credential.name, expires_at: expiresAt.toISOString() },
    roles: { operational: 'Team Leader', builder: 'Viewer' },
    features: ['audit:read', 'roles:read', 'settings:read', 'tickets:assign', 'tickets:read', 'tickets:write', 'users:read'],
    session: { issued_at: issuedAt.toISOString(), ends_at: new Date(issuedAt.getTime() + 300_000 + 1_200_000).toISOString() },
  })
})

test('without a Builder role it says so, and the end is never past the credential’s own', async () => {
  const credential = await credentialOf(await person())
  const expiresAt = new Date(Date.now() + 60_000)
  await prisma().applicationCredential.update({ where: { id: credential.id }, data: { expiresAt } })
  const { body } = await callApi(await issueToken(credential))
  expect(body).toMatchObject({
    roles: { operational: 'Team Member', builder: null },
    features: ['tickets:read', 'tickets:write'],
    session: { ends_at: expiresAt.toISOString() },
  })
})

test('a query is ignored', async () => {
  const owner = await person()
  const accessToken = await issueToken(await credentialOf(owner))
  const { status, body } = await callApi(accessToken, undefined, { path: '/api/v1/me?ownerId=someone&userId=else' })
  expect([status, body.owner.id]).toEqual([200, owner.id])
})
