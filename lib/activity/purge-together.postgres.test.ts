import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { purgeActivity, purgeStatement } from './purge'
import { recordCall } from './record-call'

useTestDatabase()

const now = new Date('2025-06-15T11:20:30.500Z')
const old = new Date('2025-04-01T10:30:00.000Z')
const credentialId = randomUUID()
const call = {
  credentialId,
  sessionId: randomUUID(),
  sessionHint: 'wxyz',
  method: 'GET',
  route: '/',
  path: '/',
  status: 200,
  durationMs: 1,
}

beforeEach(async () => {
  for (let i = 0; i < 3_000; i++) recordCall({ ...call, at: new Date(old.getTime() + i) })
  await flushWriteBehind()
})

const left = async () => {
  const { rows } = await database().pool.query(
    'SELECT (SELECT count(*)::int FROM api_calls) AS calls, (SELECT sum(succeeded)::int FROM api_call_hours) AS counted',
  )
  return rows[0]
}

/** A step of another process that has seen what there is, and goes on half a second later. */
async function slowStep() {
  const other = await database().pool.connect()
  await other.query(`
    CREATE SCHEMA slow;
    CREATE FUNCTION slow.to_timestamp(s float8) RETURNS timestamptz LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_sleep(0.5); RETURN pg_catalog.to_timestamp(s); END';
    SET search_path = slow, pg_catalog, public`)
  try {
    return (await other.query(purgeStatement(new Date('2025-05-01T00:00:00Z')))).rows[0]
  } finally {
    await other.query('DROP SCHEMA slow CASCADE')
    other.release(true)
  }
}

test('two processes that see the same calls leave none behind that nobody finds again', async () => {
  const slow = slowStep()
  await new Promise((resolve) => setTimeout(resolve, 250))
  const step = await database().pool.query(purgeStatement(new Date('2025-05-01T00:00:00Z')))
  expect(step.rows).toEqual([{ hours: 1, picked: 1_000, removed: 1_000 }])
  expect(await slow).toEqual({ hours: 1, picked: 1_000, removed: 0 })
  expect(await left()).toEqual({ calls: 2_000, counted: 3_000 })
  expect(await purgeActivity(now)).toBe(2_000)
  expect(await left()).toEqual({ calls: 0, counted: null })
})

test('a call written to an hour that is being forgotten is forgotten with the next', async () => {
  const slow = slowStep()
  await new Promise((resolve) => setTimeout(resolve, 250))
  recordCall({ ...call, at: old })
  await flushWriteBehind()
  await slow
  expect(await left()).toEqual({ calls: 2_001, counted: 3_001 })
  expect(await purgeActivity(now)).toBe(2_001)
  expect(await left()).toEqual({ calls: 0, counted: null })
})
