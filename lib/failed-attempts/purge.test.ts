import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { clientAndAddress, source } from './limits'
import { purgeFailedAttempts } from './purge'
import { recordFailure } from './record'

useTestDatabase()

test('what failed more than a day ago is forgotten, and nothing younger', async () => {
  const now = new Date('2025-06-15T11:00:00Z')
  const failed = (name: string, hoursAgo: number) =>
    recordFailure([source(clientAndAddress, name)], new Date(now.getTime() - hoursAgo * 3_600_000))
  await failed('old', 25)
  await failed('young', 23)
  await failed('new', 0)
  expect(await purgeFailedAttempts(now)).toBe(1)
  const { rows } = await database().pool.query<{ key: Buffer }>('SELECT key FROM failed_attempts ORDER BY at')
  expect(rows.map(({ key }) => key)).toEqual(['young', 'new'].map((name) => source(clientAndAddress, name).key))
})
