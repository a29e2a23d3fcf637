import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { credentialOf, type Person, person } from '@/lib/testing/company'
import { planOf } from '@/lib/testing/plan-of'
import type { CallFilter } from './call-filter'
import { callsStatement } from './list-calls'
import { purgeStatement } from './purge'
import { daysStatement, lastCallStatement } from './summary'

useTestDatabase()

const now = new Date('2025-06-15T11:20:30.500Z')
let owner: Person
/** Half of all calls; its last failure was a month ago. */
let busy: string
/** Three calls, a month ago. */
let quiet: string

// A month with 200 000 calls of a hundred credentials.
beforeEach(async () => {
  const { pool } = database()
  owner = await person()
  busy = (await credentialOf(owner)).id
  quiet = (await credentialOf(owner)).id
  const others = Array.from({ length: 98 }, () => randomUUID())
  await pool.query(
    `INSERT INTO api_calls (at, credential_id, session_id, session_hint, method, route, path, status, duration_ms)
     SELECT $1::timestamptz - n * interval '12.9 s',
       CASE WHEN n > 199997 THEN $3::uuid WHEN n % 2 = 0 THEN $2::uuid ELSE ($4::uuid[])[1 + n % 98] END,
       $2::uuid, 'wxyz', 'GET', '/api/v1/me', '/api/v1/me', CASE WHEN n > 199000 THEN 401 ELSE 200 END, 3
     FROM generate_series(200000, 1, -1) AS n`,
    [now, busy, quiet, others],
  )
  await pool.query(
    `INSERT INTO api_call_hours (credential_id, hour, succeeded, refused)
     SELECT credential_id, date_trunc('hour', at, 'UTC'), count(*) FILTER (WHERE status < 400), count(*) FILTER (WHERE status >= 400)
     FROM api_calls GROUP BY 1, 2`,
  )
  // All rows, not a sample of them: whether three calls are known to be three must not be up to chance.
  await pool.query(
    'SET default_statistics_target = 1000; ANALYZE api_calls, api_call_hours, application_credentials; RESET default_statistics_target',
  )
})

const query = (credentialId: string, filter: CallFilter = {}, after?: string) =>
  callsStatement({ ownerId: owner.id, credentialId, filter, after, limit: 50, now })
const logIndex = 'Index Scan api_calls_pkey'
const deep = `${new Date(now.getTime() - 20 * 86_400_000).toISOString()}_100000`

test('with 200 000 calls a page of the log is read off its index, wherever it is and however it is filtered', async () => {
  const statements = [
    query(busy),
    query(busy, {}, deep),
    query(busy, { period: 'day' }),
    query(busy, { result: 'successful', method: 'GET' }, deep),
    query(quiet),
    query(quiet, { result: 'refused' }),
  ]
  for (const statement of statements) {
    const { scans, blocks } = await planOf(statement)
    expect(scans.filter((scan) => scan.includes('api_calls'))).toEqual([logIndex])
    // A few hundred blocks at most, of thousands.
    expect(blocks).toBeLessThan(300)
  }
})

test('with 200 000 calls the chart and its totals read the roll-up off its key, and not one call', async () => {
  for (const credentialId of [busy, quiet]) {
    const { scans, blocks } = await planOf(daysStatement({ ownerId: owner.id, credentialId, days: 30, timeZone: 'Europe/London', now }))
    expect(scans.filter((scan) => scan.includes('api_call'))).not.toContain('Seq Scan api_call_hours')
    expect(scans.some((scan) => scan.endsWith('api_call_hours_pkey'))).toBe(true)
    expect(scans.filter((scan) => scan.includes('api_calls'))).toEqual([])
    expect(blocks).toBeLessThan(350)
  }
})

test('with 200 000 calls the last failure, a month ago, is found by way of its hour', async () => {
  for (const credentialId of [busy, quiet]) {
    for (const kind of ['refused', 'succeeded'] as const) {
      const statement = lastCallStatement({ ownerId: owner.id, credentialId, days: 30, timeZone: 'Europe/London', now }, kind)
      const { scans, blocks } = await planOf(statement)
      expect(scans.filter((scan) => scan.includes('api_calls'))).toEqual([logIndex])
      expect(scans).toContain('Index Scan api_call_hours_pkey')
      // At worst a block for each of the 720 hours kept, however many calls they stand for.
      expect(blocks).toBeLessThan(1_000)
    }
  }
})

test('with 200 000 calls a step of the purge finds what is too old by its hours, and reads no other call', async () => {
  const { scans, blocks } = await planOf(purgeStatement(new Date('2025-05-20T11:00:00Z')), database().lookUps)
  expect(scans.filter((scan) => scan.includes('api_call'))).not.toContainEqual(expect.stringContaining('Seq Scan'))
  expect(scans).toContain(logIndex)
  // A few for each of the thousand calls that go.
  expect(blocks).toBeLessThan(10_000)
})
