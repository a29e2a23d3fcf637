import { beforeEach, describe, expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { introspect } from '@/lib/oauth/introspect'
import { token } from '@/lib/oauth/token'
import { credentialOf, type Person, person, tokenRequest } from '@/lib/testing/company'
import { purgeActivity } from './purge'
import { recordRefusal } from './record-refusal'
import { summariseActivity } from './summary'
import type { Refusal } from './waiting-refusals'

useTestDatabase()

const now = new Date('2025-06-15T11:20:30.500Z')
let owner: Person
let credential: Awaited<ReturnType<typeof credentialOf>>

beforeEach(async () => {
  owner = await person()
  credential = await credentialOf(owner)
})

const refusal = (more: Partial<Refusal> = {}): Refusal => ({
  at: now,
  credentialId: credential.id,
  method: 'POST',
  route: '/Auth/OAuth/Token',
  path: '/Auth/OAuth/Token',
  status: 429,
  durationMs: 1,
  reason: 'throttled',
  ...more,
})

async function listed() {
  const { rows } = await database().pool.query<{ reason: string; calls: number }>(
    'SELECT reason, count(*)::int AS calls FROM api_calls GROUP BY 1 ORDER BY 1',
  )
  return Object.fromEntries(rows.map(({ reason, calls }) => [reason, calls]))
}
async function summary(at = now) {
  const { days, unlisted } = await summariseActivity({ ownerId: owner.id, credentialId: credential.id, days: 2, timeZone: 'UTC', now: at })
  return { refused: days.map(({ refused }) => refused), unlisted }
}

/** The function as another process has it, with a queue of its own. */
async function newProcess() {
  const slot = Symbol.for('application-credentials.refusals')
  const slots = globalThis as { [slot: symbol]: unknown }
  const held = slots[slot]
  delete slots[slot]
  vi.resetModules()
  const module = await import('./record-refusal')
  slots[slot] = held
  return module.recordRefusal
}

describe('refused token requests do not fill the log', () => {
  test('of an hour the first hundred are listed, and all are counted', async () => {
    for (let batch = 0; batch < 4; batch++) {
      for (let i = 0; i < 60; i++) recordRefusal(refusal())
      await flushWriteBehind()
    }
    expect(await listed()).toEqual({ throttled: 100 })
    expect(await summary()).toEqual({ refused: [0, 240], unlisted: 140 })
  })

  test('the next hour has room again', async () => {
    const hourEarlier = new Date(now.getTime() - 3_600_000)
    for (let i = 0; i < 130; i++) for (const at of [hourEarlier, now]) recordRefusal(refusal({ at }))
    await flushWriteBehind()
    expect(await listed()).toEqual({ throttled: 200 })
    expect(await summary()).toEqual({ refused: [0, 260], unlisted: 60 })
  })

  test('nor does another credential pay for it', async () => {
    for (let i = 0; i < 300; i++) recordRefusal(refusal())
    const other = await credentialOf(owner)
    recordRefusal(refusal({ credentialId: other.id, reason: 'unknown-or-wrong-secret' }))
    await flushWriteBehind()
    expect(await listed()).toEqual({ throttled: 100, 'unknown-or-wrong-secret': 1 })
  })

  test('strangers cannot hide what is refused to the owner’s own programs', async () => {
    for (let i = 0; i < 150; i++) recordRefusal(refusal({ reason: i % 2 ? 'throttled' : 'unknown-or-wrong-secret' }))
    await flushWriteBehind()
    for (let i = 0; i < 120; i++) recordRefusal(refusal({ status: 401, reason: 'expired' }))
    await flushWriteBehind()
    expect(await listed()).toEqual({ expired: 100, throttled: 50, 'unknown-or-wrong-secret': 50 })
    expect(await summary()).toEqual({ refused: [0, 270], unlisted: 70 })
  })

  test('each is as it was', async () => {
    recordRefusal(refusal({ ip: '2001:db8::1', path: '/oauth/token "x", \\y', durationMs: 7 }))
    recordRefusal(refusal({ at: new Date(now.getTime() + 1), ip: undefined, status: 400, reason: 'invalid_scope' }))
    await flushWriteBehind()
    const { rows } = await database().pool.query(
      'SELECT at, credential_id, session_id, session_hint, method, route, path, status, duration_ms, ip, reason FROM api_calls ORDER BY at',
    )
    const row = { at: now, credential_id: credential.id, session_id: null, session_hint: null, method: 'POST', route: '/Auth/OAuth/Token' }
    expect(rows).toEqual([
      { ...row, path: '/oauth/token "x", \\y', status: 429, duration_ms: 7, ip: '2001:db8::1', reason: 'throttled' },
      { ...row, at: new Date(now.getTime() + 1), path: row.route, status: 400, duration_ms: 1, ip: null, reason: 'invalid_scope' },
    ])
  })

  test('several processes list a hundred together', async () => {
    const processes = [await newProcess(), await newProcess(), await newProcess()]
    for (let batch = 0; batch < 3; batch++) {
      for (const record of processes) for (let i = 0; i < 40; i++) record(refusal())
      await flushWriteBehind()
    }
    expect(await listed()).toEqual({ throttled: 100 })
    expect(await summary()).toEqual({ refused: [0, 360], unlisted: 260 })
  })

  test('what was only counted is forgotten with the hour', async () => {
    for (let i = 0; i < 150; i++) recordRefusal(refusal())
    await flushWriteBehind()
    expect(await purgeActivity(new Date(now.getTime() + 40 * 86_400_000))).toBe(100)
    expect(await summary()).toEqual({ refused: [0, 0], unlisted: 0 })
  })

  test('whatever endpoint the stranger tries, and however long', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now })
    try {
      const form = { grant_type: 'client_credentials', client_id: credential.clientId, client_secret: 'acs_wrong', token: 'x' }
      for (let i = 0; i < 70; i++) for (const endpoint of [token, introspect]) await endpoint(tokenRequest(form))
    } finally {
      vi.useRealTimers()
    }
    await flushWriteBehind()
    expect(await listed()).toEqual({ throttled: 90, 'unknown-or-wrong-secret': 10 })
    expect(await summary()).toEqual({ refused: [0, 140], unlisted: 40 })
  })
})
