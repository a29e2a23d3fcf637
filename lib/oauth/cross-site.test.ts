import { beforeEach, expect, test } from 'vitest'
import { config } from '@/lib/config'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { answer, credentialOf, person, tokenRequest } from '@/lib/testing/company'
import { introspect } from './introspect'
import { revoke } from './revoke'
import { token } from './token'

useTestDatabase()

let credential: Awaited<ReturnType<typeof credentialOf>>

beforeEach(async () => {
  credential = await credentialOf(await person())
})

const endpoints = { Token: token, Introspect: introspect, Revoke: revoke }

async function ask(name: keyof typeof endpoints, headers: Record<string, string>, secret = credential.secret) {
  const form = { grant_type: 'client_credentials', client_id: credential.clientId, client_secret: secret, token: 'act_none' }
  return answer(await endpoints[name](tokenRequest(form, headers)))
}

test.each(Object.keys(endpoints) as (keyof typeof endpoints)[])(
  'a browser post from another site to %s is 403 in RFC 6749 form and counts for nothing; one from here is answered',
  async (name) => {
    const { status, headers, body } = await ask(name, { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 'acs_wrong')
    expect(status).toBe(403)
    expect(body).toEqual({
      error: 'invalid_request',
      error_description: 'Pages of other sites cannot use this address. Send the request from a program, without Origin.',
    })
    expect(headers.get('cache-control')).toBe('no-store')
    expect((await ask(name, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await ask(name, { origin: 'null' })).status).toBe(403)
    const { rows } = await database().pool.query('SELECT 1 FROM failed_attempts')
    expect(rows).toEqual([])
    expect((await ask(name, { 'sec-fetch-site': 'same-origin', origin: config().publicUrl })).status).toBe(200)
    expect((await ask(name, {})).status).toBe(200)
  },
)

test('before any look-up: with the table away it is the same 403', async () => {
  const { pool } = database()
  await pool.query('ALTER TABLE application_credentials RENAME TO elsewhere')
  try {
    expect((await ask('Introspect', { origin: 'https://evil.example' })).status).toBe(403)
    expect((await ask('Introspect', {})).status).toBe(500)
  } finally {
    await pool.query('ALTER TABLE elsewhere RENAME TO application_credentials')
  }
})
