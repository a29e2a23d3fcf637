import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { credentialOf, issueToken, person } from '@/lib/testing/company'
import { startHousekeeping } from './housekeeping'

useTestDatabase()

afterEach(() => {
  vi.useRealTimers()
})

const sessions = async () => (await database().pool.query('SELECT revoked_at IS NOT NULL AS ended FROM sessions')).rows

/** What there is half a second into a round of housekeeping by a clock that is off by so many seconds. */
async function afterRoundAt(skewSeconds: number, meanwhile = () => delay(500)) {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'], now: Date.now() + skewSeconds * 1000 })
  const stop = startHousekeeping()
  vi.advanceTimersByTime(60_000)
  await meanwhile()
  await stop()
  vi.useRealTimers()
  return sessions()
}

test('while the clocks of process and database disagree nothing is marked and nothing forgotten', async () => {
  await issueToken(await credentialOf(await person()))
  await flushWriteBehind()
  expect(await afterRoundAt(3_600)).toEqual([{ ended: false }])
  expect(await afterRoundAt(10 * 86_400)).toEqual([{ ended: false }])
  await database().pool.query(
    `UPDATE sessions SET issued_at = issued_at - interval '2 hours', last_used_at = last_used_at - interval '2 hours'`,
  )
  // The clock goes on by the minute after which there is a round.
  const isMarked = () => vi.waitFor(async () => expect(await sessions()).toEqual([{ ended: true }]), { timeout: 10_000 })
  expect(await afterRoundAt(-60, isMarked)).toEqual([{ ended: true }])
})
