import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { correctFailedAttempts } from './correct'
import { oneAddress, source } from './limits'
import { recordFailure } from './record'

useTestDatabase()

test('a clock that was set back keeps nobody waiting until it has caught up', async () => {
  const now = new Date()
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
  const [ahead, right] = [source(oneAddress, 'ahead'), source(oneAddress, 'right')]
  await recordFailure(Array(60).fill(ahead), later(86_400))
  await recordFailure([right], later(4))
  await database().pool.query('UPDATE failed_attempts SET reported_at = at')
  expect(await correctFailedAttempts(now)).toBe(1)
  const { rows } = await database().pool.query('SELECT at, reported_at FROM failed_attempts ORDER BY at')
  expect(rows).toEqual([
    { at: now, reported_at: now },
    { at: later(4), reported_at: later(4) },
  ])
  // From then on it leaks.
  expect((await recordFailure([ahead], later(300)))[0]).toBeLessThan(10)
})
