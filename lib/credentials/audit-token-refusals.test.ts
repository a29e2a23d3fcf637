import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { database, prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { credentialOf, person } from '@/lib/testing/company'
import { authenticateClient } from './authenticate-client'

useTestDatabase()

const now = new Date('2026-06-15T11:00:00.000Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const address = '203.0.113.7'
let credential: Awaited<ReturnType<typeof credentialOf>>

beforeEach(async () => {
  credential = await credentialOf(await person())
})

const guess = async (count: number, at = now, clientId = credential.clientId, from = address) => {
  for (let i = 0; i < count; i++) await authenticateClient({ clientId, secret: 'acs_wrong', address: from }, at)
  await flushWriteBehind()
}
const bursts = () =>
  prisma().auditEvent.findMany({
    where: { action: { endsWith: 'token-refusals' } },
    omit: { id: true, before: true },
    orderBy: { id: 'asc' },
  })

test('token requests refused until the limit are one event for the burst, not one each, and none below the limit', async () => {
  await guess(9)
  expect(await bursts()).toEqual([])
  await guess(20)
  const event = {
    at: now,
    actorId: null,
    actorName: 'Unknown program',
    address,
    action: 'credential.token-refusals',
    targetType: 'credential',
    targetId: credential.id,
    targetName: credential.name,
    after: { failedRequests: 10, reason: 'Unknown client or wrong secret key' },
  }
  expect(await bursts()).toEqual([event])
  // It goes on as fast as the throttle lets it: still the same burst, until an hour has passed.
  for (let minute = 1; minute < 30; minute++) await guess(3, later(minute * 60))
  expect(await bursts()).toEqual([event])
  await guess(12, later(3601))
  expect(await bursts()).toEqual([event, { ...event, at: later(3601) }])
})

test('another address that tries the same client is a burst of its own', async () => {
  await guess(12)
  await guess(12, now, credential.clientId, '203.0.113.8')
  expect((await bursts()).map((event) => event.address)).toEqual([address, '203.0.113.8'])
})

test('an unknown client is nobody’s; the address that tries many of them is one event', async () => {
  await guess(15, now, randomUUID())
  expect(await bursts()).toEqual([])
  for (let i = 0; i < 70; i++) await guess(1, now, `guess-${i}`)
  expect(await bursts()).toMatchObject([
    { action: 'address.token-refusals', targetType: 'address', targetId: address, targetName: address, after: { failedRequests: 60 } },
  ])
})

test('a credential deleted meanwhile leaves nothing to say', async () => {
  for (let i = 0; i < 12; i++) await authenticateClient({ clientId: credential.clientId, secret: 'acs_wrong', address }, now)
  await database().pool.query('DELETE FROM application_credentials')
  await flushWriteBehind()
  expect(await bursts()).toEqual([])
})
