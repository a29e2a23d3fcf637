import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { authenticateClient } from '@/lib/credentials/authenticate-client'
import { database, prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { issueSession } from '@/lib/sessions/issue'
import { answer, credentialOf, person, tokenRequest } from '@/lib/testing/company'
import { token } from './token'

useTestDatabase()

/** Asks from an address of its own each time: failures are counted by address. */
async function ask({ clientId, secret }: { clientId: string; secret: string }, serial: number) {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: secret }
  return answer(await token(tokenRequest(form, { 'x-forwarded-for': `10.0.0.${serial}` })))
}

async function clientOf({ clientId, secret }: { clientId: string; secret: string }) {
  const result = await authenticateClient({ clientId, secret }, new Date())
  if (!result.ok) throw new Error(result.reason)
  return result.client
}

test('a credential deleted while its tokens are issued does not harm the others of the batch', async () => {
  const owner = await person()
  const doomed = await credentialOf(owner)
  const kept = await credentialOf(owner)
  const clients = [await clientOf(doomed), await clientOf(kept)]
  const deleting = await database().pool.connect()
  await deleting.query('BEGIN')
  await deleting.query('DELETE FROM application_credentials WHERE id = $1', [doomed.id])
  const issued = Promise.all(
    Array.from({ length: 20 }, (_, i) => issueSession(clients[i % 2] as (typeof clients)[0], undefined, {}, new Date())),
  )
  expect(await Promise.race([issued, delay(300, 'waits')])).toBe('waits')
  await deleting.query('COMMIT')
  deleting.release()
  const sessions = await issued
  expect(sessions.map((session) => session !== undefined)).toEqual(Array.from({ length: 20 }, (_, i) => i % 2 === 1))
  const stored = await prisma().session.findMany({ select: { credentialId: true } })
  expect(stored).toEqual(Array(10).fill({ credentialId: kept.id }))
})

test('requests that race with the delete are answered with a token or with invalid_client, never with a fault', async () => {
  const owner = await person()
  const doomed = await credentialOf(owner)
  const kept = await credentialOf(owner)
  const asking = Array.from({ length: 100 }, async (_, i) => {
    await delay(i % 20)
    return ask(i % 2 === 0 ? doomed : kept, i)
  })
  await delay(10)
  await prisma().applicationCredential.delete({ where: { id: doomed.id } })
  const replies = await Promise.all(asking)
  for (const [i, { status, body }] of replies.entries()) {
    if (i % 2 === 1) expect(status).toBe(200)
    else if (status !== 200) expect([status, body.error]).toEqual([401, 'invalid_client'])
  }
  expect(await prisma().session.count()).toBe(50)
  expect((await ask(doomed, 200)).status).toBe(401)
})
