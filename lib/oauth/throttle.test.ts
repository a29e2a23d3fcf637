import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import type { Endpoint } from '@/lib/methods'
import { answer, credentialOf, issueToken, person, tokenRequest } from '@/lib/testing/company'
import { introspect } from './introspect'
import { revoke } from './revoke'
import { token } from './token'

useTestDatabase()

let credential: Awaited<ReturnType<typeof credentialOf>>
let address: string
let serial = 0

afterEach(() => {
  vi.useRealTimers()
})

beforeEach(async () => {
  // What leaks meanwhile would show in Retry-After.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  credential = await credentialOf(await person())
  address = `10.3.${++serial >> 8}.${serial & 255}`
})

type Asked = { endpoint?: Endpoint; from?: string; clientId?: string; secret?: string; accessToken?: string }

async function ask({ endpoint = token, from = address, clientId = credential.clientId, secret = credential.secret, ...more }: Asked = {}) {
  const form = { client_id: clientId, client_secret: secret }
  const rest: Record<string, string> = endpoint === token ? { grant_type: 'client_credentials' } : { token: more.accessToken ?? 'act_none' }
  const { status, headers, body } = await answer(await endpoint(tokenRequest({ ...form, ...rest }, { 'x-forwarded-for': from })))
  return { status, headers: [...headers].sort(), body }
}
const guess = (asked: Asked = {}) => ask({ secret: 'acs_wrong', ...asked })
const endpoints: [string, Endpoint][] = [
  ['Token', token],
  ['Introspect', introspect],
  ['Revoke', revoke],
]

async function counted() {
  const { rows } = await database().pool.query<{ level: number }>('SELECT level FROM failed_attempts ORDER BY level')
  return rows.map(({ level }) => Math.round(level))
}

describe('a right secret is never throttled', () => {
  test('60 unknown client ids from one address do not make a genuine program there wait, at any endpoint', async () => {
    const accessToken = await issueToken(credential)
    for (let i = 0; i < 60; i++) expect((await guess({ clientId: randomUUID() })).status).toBe(401)
    for (const [, endpoint] of endpoints) {
      expect((await guess({ endpoint, clientId: randomUUID() })).status).toBe(429)
      expect((await guess({ endpoint })).status).toBe(429)
      expect((await ask({ endpoint })).status).toBe(200)
    }
    expect((await ask({ endpoint: introspect, accessToken })).body).toMatchObject({ active: true })
    await ask({ endpoint: revoke, accessToken })
    expect((await ask({ endpoint: introspect, accessToken })).body).toEqual({ active: false })
  })

  test.each(endpoints)('nor do wrong secrets of its own, sent to %s', async (_name, endpoint) => {
    for (let i = 0; i < 10; i++) expect((await guess({ endpoint })).status).toBe(401)
    expect((await guess({ endpoint })).status).toBe(429)
    expect((await ask({ endpoint })).status).toBe(200)
  })

  test('it is told what is wrong with the credential, not that others failed', async () => {
    for (let i = 0; i < 11; i++) await guess()
    await database().pool.query("UPDATE application_credentials SET expires_at = now() - interval '1 second'")
    const { status, body } = await ask()
    expect(status).toBe(401)
    expect(body.error_description).toMatch(/^This credential expired at /)
  })
})

describe('failures are throttled', () => {
  test.each(endpoints)('an unknown client and a wrong secret alike, at %s: status, headers, bytes', async (_name, endpoint) => {
    const answers: Awaited<ReturnType<typeof ask>>[] = []
    for (const clientId of [credential.clientId, randomUUID(), 'no-uuid']) {
      // An address each, as ten are too many and sixty are, too.
      const from = `${address}${answers.length}`
      for (let i = 0; i < 10; i++) await guess({ endpoint, clientId, from })
      answers.push(await guess({ endpoint, clientId, from }))
    }
    expect(answers[0]).toMatchObject({ status: 429, body: { error: 'invalid_client' } })
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })

  test('those that are refused count no more: neither for the client nor for the address', async () => {
    for (let i = 0; i < 30; i++) await guess()
    expect(await counted()).toEqual([10, 10])
    for (let i = 0; i < 80; i++) await guess({ clientId: `guess-${i}` })
    const levels = await counted()
    expect(levels.at(-1)).toBe(60)
    // One for each client that was tried while the address had room, the first of which has ten.
    expect(levels).toHaveLength(1 + 1 + 50)
  })

  test('by IPv6 /64 in any spelling, so that another address of it gains nothing', async () => {
    for (let i = 0; i < 10; i++) expect((await guess({ from: `2001:db8:${serial}:7::${i}` })).status).toBe(401)
    expect((await guess({ from: `[2001:0DB8:${serial}:7:ffff::1%eth0]:443` })).status).toBe(429)
    expect((await guess({ from: `2001:db8:${serial}:8::1` })).status).toBe(401)
  })

  test('by the IPv4 address, mapped into IPv6 or translated', async () => {
    for (let i = 0; i < 10; i++) await guess()
    for (const spelled of ['::ffff:', '64:ff9b::', '64:ff9b:1:2::'])
      expect((await guess({ from: `${spelled}${address}` })).status).toBe(429)
  })
})
