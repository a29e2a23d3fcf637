import { randomUUID } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { recordCall } from '@/lib/activity/record-call'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { clientAndAddress, source } from '@/lib/failed-attempts/limits'
import { recordFailure } from '@/lib/failed-attempts/record'
import { credentialOf, issueToken, person } from '@/lib/testing/company'
import { startHousekeeping } from './housekeeping'

useTestDatabase()

afterEach(() => {
  vi.useRealTimers()
})

const tables = ['sessions', 'api_calls', 'api_call_hours', 'failed_attempts']

async function rowCounts() {
  const counts = tables.map((table) => database().pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))
  return (await Promise.all(counts)).map(({ rows }) => rows[0]?.n)
}

test('once a minute everything that is over is forgotten, and after the stop nothing more', async () => {
  const old = new Date('2025-01-01T12:00:00Z')
  const path = '/api/v1/me'
  const fill = async () => {
    await issueToken(await credentialOf(await person()))
    await recordFailure([source(clientAndAddress, randomUUID())], old)
    recordCall({
      at: old,
      credentialId: randomUUID(),
      sessionId: randomUUID(),
      sessionHint: 'wxyz',
      method: 'GET',
      route: path,
      path,
      status: 200,
      durationMs: 1,
    })
    await flushWriteBehind()
    await database().pool.query('UPDATE sessions SET issued_at = $1, last_used_at = $1', [old])
  }
  await fill()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const stop = startHousekeeping()
  vi.advanceTimersByTime(59_000)
  expect(await rowCounts()).toEqual([1, 1, 1, 1])
  vi.advanceTimersByTime(1_000)
  await vi.waitFor(async () => expect(await rowCounts()).toEqual([0, 0, 0, 0]))
  await stop()
  await fill()
  vi.advanceTimersByTime(120_000)
  expect(await rowCounts()).toEqual([1, 1, 1, 1])
})
