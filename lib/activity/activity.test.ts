import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { me } from '@/lib/api/me'
import { ticket, tickets } from '@/lib/api/tickets'
import { users } from '@/lib/api/users'
import { deleteCredential } from '@/lib/credentials/delete'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { callApi, credentialOf, issueToken, type Person, person, requestToken } from '@/lib/testing/company'
import type { CallFilter } from './call-filter'
import { callsCsv } from './calls-csv'
import { listCalls } from './list-calls'
import { purgeActivity } from './purge'
import { recordCall } from './record-call'
import { recordRefusal } from './record-refusal'
import { summariseActivity } from './summary'
import type { ApiCall } from './waiting-calls'
import type { Refusal } from './waiting-refusals'

useTestDatabase()

const now = new Date('2025-06-15T11:20:30.500Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)
const day = 86_400

let owner: Person
let credential: Awaited<ReturnType<typeof credentialOf>>

beforeEach(async () => {
  owner = await person()
  credential = await credentialOf(owner)
})

const session = { sessionId: randomUUID(), sessionHint: 'wxyz' }
const tokenRequest = { method: 'POST', route: '/token', path: '/token', status: 401, durationMs: 3, reason: 'expired' }

/** Calls of the credential, as the API would record them. */
async function record(...calls: Partial<ApiCall>[]) {
  for (const call of calls) {
    const path = call.path ?? '/api/v1/me'
    recordCall({ at: now, credentialId: credential.id, ...session, method: 'GET', route: path, path, status: 200, durationMs: 3, ...call })
  }
  await flushWriteBehind()
}

/** Refused token requests of the credential. */
async function refuse(...refused: Partial<Refusal>[]) {
  for (const refusal of refused) recordRefusal({ at: now, credentialId: credential.id, ...tokenRequest, ...refusal })
  await flushWriteBehind()
}

const calls = async (filter: CallFilter = {}, { ownerId = owner.id, limit = 50, after = undefined as string | undefined, at = now } = {}) =>
  listCalls({ ownerId, credentialId: credential.id, filter, after, limit, now: at })
const paths = async (filter: CallFilter) => (await calls(filter)).items.map(({ path }) => path)
const summary = (ownerId = owner.id, timeZone = 'UTC', days = 30, at = now) =>
  summariseActivity({ ownerId, credentialId: credential.id, days, timeZone, now: at })
const csv = async (ownerId = owner.id, filter: CallFilter = {}) =>
  new Response(await callsCsv({ ownerId, credentialId: credential.id, filter, now })).text()

/** The roll-up as stored, and what it must be according to the log. */
async function hours() {
  const stored = await database().pool.query('SELECT credential_id, hour, succeeded, refused FROM api_call_hours ORDER BY 1, 2')
  const expected = await database().pool.query(
    `SELECT credential_id, date_trunc('hour', at, 'UTC') AS hour, (count(*) FILTER (WHERE status < 400))::int AS succeeded,
       (count(*) FILTER (WHERE status >= 400))::int AS refused FROM api_calls GROUP BY 1, 2 ORDER BY 1, 2`,
  )
  return { stored: stored.rows, expected: expected.rows }
}

describe('the log', () => {
  test('keeps apart what several sessions did at the same time', async () => {
    const sessions = Array.from({ length: 7 }, (_, i) => ({ sessionId: randomUUID(), sessionHint: `hnt${i}` }))
    const made = Array.from({ length: 450 }, (_, i) => ({
      ...(sessions[i % 7] ?? session),
      path: `/api/v1/tickets/T-${i % 3}`,
      at: new Date(now.getTime() - i),
      durationMs: i,
    }))
    await record(...made)
    const { rows } = await database().pool.query(
      'SELECT session_id AS "sessionId", session_hint AS "sessionHint", path, at, duration_ms AS "durationMs" FROM api_calls ORDER BY duration_ms',
    )
    expect(rows).toEqual(made)
    expect(await hours()).toEqual({ stored: expect.anything(), expected: (await hours()).stored })
  })

  test('holds every API call of the credential with what the owner needs to know, and never a query string', async () => {
    const token = await issueToken(credential)
    await callApi(token, me, { path: `/api/v1/me?access_token=${token}&x=1` })
    await callApi(token, users, { path: '/api/v1/users' })
    await callApi(token, ticket, { path: '/api/v1/tickets/T-999999', params: { reference: 'T-999999' } })
    await callApi(token, tickets, { path: '/api/v1/tickets', method: 'POST', body: { title: '' } })
    await flushWriteBehind()
    const { items, next } = await calls({}, { at: new Date() })
    expect(next).toBeNull()
    expect(items.map(({ method, path, status, reason }) => ({ method, path, status, reason }))).toEqual([
      { method: 'POST', path: '/api/v1/tickets', status: 422, reason: 'invalid_fields' },
      { method: 'GET', path: '/api/v1/tickets/T-999999', status: 404, reason: 'not_found' },
      { method: 'GET', path: '/api/v1/users', status: 403, reason: 'insufficient_scope' },
      { method: 'GET', path: '/api/v1/me', status: 200, reason: null },
    ])
    for (const { sessionHint, at, durationMs } of items) {
      expect(sessionHint).toBe(token.slice(-4))
      expect(at).toBeInstanceOf(Date)
      expect(durationMs).toBeGreaterThanOrEqual(0)
    }
  })

  test('holds failed token requests with their reason: wrong secret, throttled, expired, no role left', async () => {
    await requestToken({ ...credential, secret: 'acs_wrong' })
    await flushWriteBehind()
    const { items } = await calls({}, { at: new Date() })
    expect(items).toMatchObject([
      { method: 'POST', path: '/Auth/OAuth/Token', status: 401, sessionId: null, sessionHint: null, reason: 'unknown-or-wrong-secret' },
    ])
    for (let i = 0; i < 12; i++) await requestToken({ ...credential, secret: 'acs_wrong' })
    await database().pool.query('DELETE FROM failed_attempts')
    await database().pool.query("UPDATE application_credentials SET expires_at = now() - interval '1 second'")
    await requestToken(credential)
    await database().pool.query("UPDATE application_credentials SET expires_at = now() + interval '1 day'")
    await database().pool.query('DELETE FROM user_roles')
    await requestToken(credential)
    await flushWriteBehind()
    const reasons = (await calls({ session: 'none' }, { at: new Date() })).items.map(({ reason }) => reason)
    expect([...new Set(reasons)]).toEqual(['no-role-left', 'expired', 'throttled', 'unknown-or-wrong-secret'])
  })

  test('is newest first and comes page by page without gap or repetition, whatever is added meanwhile', async () => {
    // Many at one instant: the page ends among them.
    await record(...Array.from({ length: 25 }, (_, i) => ({ path: `/old/${i}`, at: ago(60) })))
    const seen: string[] = []
    let after: string | undefined
    for (let page = 0; page < 3; page++) {
      const { items, next } = await calls({}, { limit: 10, after })
      seen.push(...items.map(({ path }) => path))
      after = next ?? undefined
      await record({ path: '/new' })
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => `/old/${24 - i}`))
    expect(after).toBeUndefined()
  })

  test.each<[CallFilter, string[]]>([
    [{}, ['/minute', '/hours', '/days', '/weeks', '/token']],
    [{ result: 'successful' }, ['/minute', '/days', '/weeks']],
    [{ result: 'refused' }, ['/hours', '/token']],
    [{ method: 'POST' }, ['/days', '/token']],
    [{ method: 'DELETE' }, []],
    [{ session: session.sessionId }, ['/minute', '/hours', '/weeks']],
    [{ session: 'none' }, ['/token']],
    [{ period: 'hour' }, ['/minute']],
    [{ period: 'day' }, ['/minute', '/hours']],
    [{ period: 'week' }, ['/minute', '/hours', '/days']],
    [{ period: 'month' }, ['/minute', '/hours', '/days', '/weeks']],
    [{ result: 'successful', method: 'GET', session: session.sessionId, period: 'week' }, ['/minute']],
  ])('filtered by %j', async (filter, expected) => {
    await record(
      { path: '/minute', at: ago(60) },
      { path: '/hours', at: ago(7200), status: 403 },
      { path: '/days', at: ago(3 * day), method: 'POST', sessionId: randomUUID() },
      { path: '/weeks', at: ago(20 * day), status: 304 },
    )
    await refuse({ at: ago(40 * day) })
    expect(await paths(filter)).toEqual(expected)
    const rows = (await csv(owner.id, filter)).trimEnd().split('\r\n').slice(1)
    expect(rows.map((row) => row.split(',')[2])).toEqual(expected.map((path) => `"${path}"`))
  })

  test('as CSV, complete however long it is, is safe to open in a spreadsheet', async () => {
    await record(...Array.from({ length: 2_345 }, (_, i) => ({ path: `/n/${i}`, at: ago(10_000 - i) })), {
      at: ago(1),
      path: '=HYPERLINK("http://evil")',
      ip: '198.51.100.7',
      reason: '@x',
      status: 500,
      durationMs: 12,
    })
    const [header, first, ...rest] = (await csv()).trimEnd().split('\r\n')
    expect(header).toBe('"Time (UTC)","Method","Path","Status","Duration (ms)","IP address","Session","Reason"')
    expect(first).toBe('"2025-06-15T11:20:29.500Z","GET","\'=HYPERLINK(""http://evil"")",500,12,"198.51.100.7","wxyz","\'@x"')
    expect(rest).toHaveLength(2_345)
    expect(rest.at(-1)).toContain('"/n/0"')
  })
})

describe('the roll-up', () => {
  test('says what the log says, through many batches', async () => {
    const other = await credentialOf(owner)
    for (let batch = 0; batch < 5; batch++) {
      await record(
        ...Array.from({ length: 40 }, (_, i) => ({
          at: ago(i * 600 + batch),
          status: i % 3 ? 200 : 401,
          credentialId: i % 2 ? other.id : credential.id,
        })),
      )
    }
    const { stored, expected } = await hours()
    expect(stored.length).toBeGreaterThan(10)
    expect(stored).toEqual(expected)
  })

  test('and every call as it was, however many differ from each other', async () => {
    const at = (n: number) => new Date(now.getTime() - n * 3_599_999)
    const made = Array.from({ length: 1_200 }, (_, n) => ({ at: at(n % 50), path: `/api/v1/tickets/${n}`, durationMs: n }))
    await record(...made, ...made)
    const stored = await database().pool.query('SELECT at, path, duration_ms AS "durationMs" FROM api_calls ORDER BY path, id')
    expect(stored.rows).toEqual([...made, ...made].toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)))
    const { stored: rollUp, expected } = await hours()
    expect(rollUp).toEqual(expected)
  })

  test('and neither is written when the other fails', async () => {
    await database().pool.query('ALTER TABLE api_call_hours ADD CONSTRAINT broken CHECK (succeeded < 3)')
    await expect(record({}, {}, {})).rejects.toThrow('broken')
    expect((await calls()).items).toEqual([])
    await database().pool.query('ALTER TABLE api_call_hours DROP CONSTRAINT broken')
    await flushWriteBehind()
    expect((await calls()).items).toHaveLength(3)
    const { stored, expected } = await hours()
    expect(stored).toEqual(expected)
  })

  test('gives the chart: every day of the period in the reader’s zone, quiet days too', async () => {
    await record(
      { at: new Date('2025-06-15T00:10:00Z') },
      { at: new Date('2025-06-15T06:59:59Z'), status: 404 },
      { at: new Date('2025-06-15T07:00:00Z') },
      { at: new Date('2025-06-12T12:00:00Z') },
      { at: new Date('2025-06-08T12:00:00Z') },
    )
    const shown = async (zone: string) => (await summary(owner.id, zone, 7)).days
    const quiet = (date: string) => ({ date, succeeded: 0, refused: 0 })
    expect(await shown('UTC')).toEqual([
      quiet('2025-06-09'),
      quiet('2025-06-10'),
      quiet('2025-06-11'),
      { date: '2025-06-12', succeeded: 1, refused: 0 },
      quiet('2025-06-13'),
      quiet('2025-06-14'),
      { date: '2025-06-15', succeeded: 2, refused: 1 },
    ])
    // Seven hours behind: the calendar day begins at 07:00 UTC. PostgreSQL does not know the second name.
    for (const zone of ['America/Vancouver', 'US/Pacific-New']) {
      expect((await shown(zone)).slice(-2)).toEqual([
        { date: '2025-06-14', succeeded: 1, refused: 1 },
        { date: '2025-06-15', succeeded: 1, refused: 0 },
      ])
    }
  })

  test('a day of 23 hours', async () => {
    const hours = ['2025-03-29T23', '2025-03-30T00', '2025-03-30T22', '2025-03-30T23', '2025-03-31T22']
    await record(...hours.map((hour) => ({ at: new Date(`${hour}:30:00Z`) })))
    expect((await summary(owner.id, 'Europe/London', 3, new Date('2025-03-31T22:59:59Z'))).days).toEqual([
      { date: '2025-03-29', succeeded: 1, refused: 0 },
      { date: '2025-03-30', succeeded: 2, refused: 0 },
      { date: '2025-03-31', succeeded: 2, refused: 0 },
    ])
  })

  test('leads to the last success and the last failure with its reason', async () => {
    expect(await summary()).toMatchObject({ lastSuccess: null, lastRefusal: null })
    await record(
      { at: ago(9 * day), path: '/earlier' },
      { at: ago(8 * day), path: '/fine' },
      { at: ago(8 * day + 5), path: '/refused', status: 403, reason: 'insufficient_scope' },
      { at: ago(8 * day + 9), path: '/refused earlier', status: 500 },
    )
    expect(await summary()).toMatchObject({
      lastSuccess: { path: '/fine', at: ago(8 * day) },
      lastRefusal: { path: '/refused', status: 403, reason: 'insufficient_scope' },
    })
  })
})

describe('a second person gets nothing of it', () => {
  test('by any filter, page, period or as CSV: the same answers as for a credential that never was', async () => {
    const stranger = await person()
    await credentialOf(stranger)
    await record({ at: ago(5) }, { at: ago(3), method: 'POST' })
    await refuse(...Array.from({ length: 120 }, () => ({ at: ago(4) })))
    const filters: CallFilter[] = [
      {},
      { result: 'successful' },
      { result: 'refused' },
      { method: 'GET' },
      { session: session.sessionId },
      { session: 'none' },
      { period: 'hour' },
      { period: 'month', result: 'refused' },
    ]
    const [first] = (await calls()).items
    for (const filter of filters) {
      expect(await calls(filter, { ownerId: stranger.id })).toEqual({ items: [], next: null })
      expect(await calls(filter, { ownerId: stranger.id, after: `${now.toISOString()}_${first?.id}` })).toEqual({ items: [], next: null })
      expect((await csv(stranger.id, filter)).split('\r\n')).toHaveLength(2)
    }
    const seen = await summary(stranger.id)
    expect(seen).toEqual(await summariseActivity({ ownerId: stranger.id, credentialId: randomUUID(), days: 30, timeZone: 'UTC', now }))
    expect(seen.days.every(({ succeeded, refused }) => succeeded + refused === 0)).toBe(true)
    expect(seen.unlisted).toBe(0)
  })

  test('nor does the owner once the credential is deleted', async () => {
    await record({})
    await deleteCredential(owner, credential.id, now)
    expect(await calls()).toEqual({ items: [], next: null })
  })
})

describe('purge', () => {
  test('forgets whole hours older than the retention time, of log and roll-up alike, and keeps the rest', async () => {
    const edge = new Date('2025-05-16T11:00:00.000Z')
    await record(
      ...Array.from({ length: 2_500 }, (_, i) => ({ at: new Date(edge.getTime() - 1 - i * 1000), path: '/old' })),
      { at: edge, path: '/kept' },
      { at: now, path: '/new', status: 401 },
    )
    expect(await purgeActivity(now)).toBe(2_500)
    expect((await calls()).items.map(({ path }) => path)).toEqual(['/new', '/kept'])
    const { stored, expected } = await hours()
    expect(stored).toHaveLength(2)
    expect(stored).toEqual(expected)
    expect(await purgeActivity(now)).toBe(0)
  })

  test('follows the setting', async () => {
    await record({ at: ago(100 * day) }, { at: ago(300 * day) })
    await database().pool.query('UPDATE settings SET activity_retention_days = 365')
    expect(await purgeActivity(now)).toBe(0)
    await database().pool.query('UPDATE settings SET activity_retention_days = 200')
    expect(await purgeActivity(now)).toBe(1)
    await database().pool.query('UPDATE settings SET activity_retention_days = 1')
    expect(await purgeActivity(now)).toBe(1)
  })

  test('stops between two steps when told to', async () => {
    await record(...Array.from({ length: 1_500 }, () => ({ at: ago(40 * day) })))
    expect(await purgeActivity(now, AbortSignal.abort())).toBe(0)
    expect(await purgeActivity(now)).toBe(1_500)
  })
})
