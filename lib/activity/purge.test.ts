import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { planOf } from '@/lib/testing/plan-of'
import { purgeStatement } from './purge'

useTestDatabase()

test('a step goes by index where nobody ever analysed the tables, and reads little more than what it removes', async () => {
  const { pool, lookUps } = database()
  // A busy month of one credential, a quiet one of another.
  await pool.query(
    `INSERT INTO api_calls (at, credential_id, method, route, path, status, duration_ms)
     SELECT '2025-06-15T11:00:00Z'::timestamptz - n * interval '90 s', CASE WHEN n % 1000 = 0 THEN $1::uuid ELSE $2::uuid END, 'GET', '/', '/', 200, 1
     FROM generate_series(1, 28800) n`,
    [randomUUID(), randomUUID()],
  )
  await pool.query(
    `INSERT INTO api_call_hours SELECT credential_id, date_trunc('hour', at, 'UTC'), count(*), 0 FROM api_calls GROUP BY 1, 2`,
  )
  const { scans, blocks } = await planOf(purgeStatement(new Date('2025-05-25T11:00:00Z')), lookUps)
  expect(scans.filter((scan) => /Scan api_calls/.test(scan))).toEqual(['Index Scan api_calls_pkey', 'Tid Scan api_calls'])
  // A few for each of the thousand calls that go.
  expect(blocks).toBeLessThan(8_000)
})
