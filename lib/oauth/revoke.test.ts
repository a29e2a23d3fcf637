import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { answer, callApi, credentialOf, issueToken, person, tokenRequest } from '@/lib/testing/company'
import { revoke } from './revoke'

useTestDatabase()

test('a revocation is answered 200 only after it is stored; a storage fault is a 5xx and a retry works', async () => {
  const credential = await credentialOf(await person())
  const token = await issueToken(credential)
  const form = { token, client_id: credential.clientId, client_secret: credential.secret }
  const ask = async () => answer(await revoke(tokenRequest(form)))
  // The store refuses to end sessions, as a full disk would.
  await database().pool.query('ALTER TABLE sessions ADD CONSTRAINT fault CHECK (revoked_at IS NULL)')
  try {
    expect(await ask()).toMatchObject({ status: 500, body: { error: 'server_error' } })
    expect((await callApi(token)).status).toBe(200)
  } finally {
    await database().pool.query('ALTER TABLE sessions DROP CONSTRAINT fault')
  }
  expect(await ask()).toMatchObject({ status: 200, body: null })
  expect((await callApi(token)).status).toBe(401)
})
