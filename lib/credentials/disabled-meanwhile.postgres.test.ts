import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { database, prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { issueSession } from '@/lib/sessions/issue'
import { callApi, credentialOf, person, requestToken } from '@/lib/testing/company'
import { authenticateClient } from './authenticate-client'
import { disableCredential, enableCredential } from './disable'

useTestDatabase()

test('a token being issued while its credential is disabled never comes to life, not even when the credential is enabled again', async () => {
  const credential = await credentialOf(await person())
  const authenticated = await authenticateClient(credential, new Date())
  if (!authenticated.ok) throw new Error(authenticated.reason)
  const disabling = await database().pool.connect()
  await disabling.query('BEGIN')
  await disabling.query('SELECT 1 FROM application_credentials WHERE id = $1 FOR UPDATE', [credential.id])
  await disabling.query('UPDATE application_credentials SET disabled_at = now() WHERE id = $1', [credential.id])
  const issued = issueSession(authenticated.client, undefined, {}, new Date())
  expect(await Promise.race([issued, delay(300, 'waits')])).toBe('waits')
  await disabling.query('COMMIT')
  disabling.release()
  expect(await issued).toBeUndefined()
  expect(await prisma().session.count()).toBe(0)
})

test('whatever order they come in, no token issued before or during a disable works after the enable', async () => {
  const admin = await person()
  const credential = await credentialOf(admin)
  for (let round = 0; round < 10; round++) {
    const asking = Array.from({ length: 10 }, async (_, i) => {
      await delay(i)
      return requestToken(credential)
    })
    await delay(round)
    await disableCredential(admin, credential.id, new Date())
    const answers = await Promise.all(asking)
    await enableCredential(admin, credential.id, new Date())
    for (const { status, body } of answers) {
      if (status === 200) expect((await callApi(body.access_token)).status).toBe(401)
      else expect([status, body.error]).toEqual([401, 'invalid_client'])
    }
  }
})
