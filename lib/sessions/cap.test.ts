import { randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { config } from '@/lib/config'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { callApi, credentialOf, issueToken, person } from '@/lib/testing/company'
import { enforceSessionCap } from './cap'

useTestDatabase()

test('sessions that have idled out count for nothing and are not reported', async () => {
  const credential = await credentialOf(await person())
  for (let i = 0; i < 4; i++) await issueToken(credential)
  await prisma().session.updateMany({ data: { lastUsedAt: new Date(Date.now() - 1_200_000) } })
  const token = await issueToken(credential)
  await enforceSessionCap([credential.id], 3, new Map(), new Date())
  expect((await callApi(token)).status).toBe(200)
  expect(await prisma().auditEvent.count({ where: { action: 'credential.sessions-capped' } })).toBe(0)
})

test('live sessions per credential are capped: the longest unused end, the others live on, once in the audit log', async () => {
  const owner = await person()
  const credential = await credentialOf(owner)
  const sibling = await issueToken(await credentialOf(owner))
  const tokens = [await issueToken(credential), await issueToken(credential)]
  // Tokens can be issued within one millisecond; the rule is about who was used longer ago.
  await prisma().session.updateMany({ where: { credentialId: credential.id }, data: { lastUsedAt: new Date(Date.now() - 1_000) } })
  for (let i = 0; i < 4; i++) tokens.push(await issueToken(credential))
  // The oldest is used, so it is no longer the longest unused.
  expect((await callApi(tokens[0] ?? '')).status).toBe(200)
  await flushWriteBehind()
  const audited = new Map<string, number>()
  await enforceSessionCap([credential.id], 5, audited, new Date())
  tokens.push(await issueToken(credential))
  await enforceSessionCap([credential.id], 6, audited, new Date())
  const statuses = await Promise.all(tokens.map(async (token) => (await callApi(token)).status))
  expect(statuses).toEqual([200, 401, 200, 200, 200, 200, 200])
  expect((await callApi(sibling)).status).toBe(200)
  const events = await prisma().auditEvent.findMany({ where: { action: 'credential.sessions-capped' } })
  expect(events).toMatchObject([{ actorId: null, actorName: 'Server', targetId: credential.id, after: { ended: 1, limit: 5 } }])
})

test.each([
  ['that nobody has counted yet', false],
  ['that was far from it a moment ago, before another process filled it up', true],
])('who issues one above the cap for a credential %s ends one, without being asked', async (_, isCountedBefore) => {
  const credential = await credentialOf(await person())
  await issueToken(credential)
  if (isCountedBefore) await flushWriteBehind()
  const session = await prisma().session.findFirstOrThrow()
  const another = () => ({ ...session, id: randomUUID(), tokenHash: randomBytes(32), lastUsedAt: new Date(Date.now() - 1_000) })
  await prisma().session.createMany({ data: Array.from({ length: config().maxSessionsPerCredential }, another) })
  await issueToken(credential)
  await flushWriteBehind()
  // Far from the cap it is counted a while later.
  await flushWriteBehind()
  expect(await prisma().session.count()).toBe(config().maxSessionsPerCredential)
})
