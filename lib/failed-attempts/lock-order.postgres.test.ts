import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { forgive } from './forgive'
import { oneAddress, type Source, source } from './limits'
import { recordFailure } from './record'

useTestDatabase()

const now = new Date('2025-06-15T11:00:00.000Z')

/** Whether `act`, waiting for the row with the lowest key, leaves the other one alone; and the levels afterwards. */
async function lockedByKey(act: (sources: Source[]) => Promise<unknown>) {
  const { pool } = database()
  const sources = ['a', 'b'].map((name) => source(oneAddress, name)).sort((a, b) => Buffer.compare(a.key, b.key))
  const [low, high] = sources.map(({ key }) => key)
  // They lie, and are named, the other way round.
  for (const counted of sources.toReversed()) await recordFailure([counted], now)

  const otherProcess = await pool.connect()
  await otherProcess.query(`BEGIN; SET LOCAL lock_timeout = '1s'`)
  await otherProcess.query('SELECT 1 FROM failed_attempts WHERE key = $1 FOR UPDATE', [low])
  const acted = act(sources.toReversed())
  expect(await Promise.race([acted, delay(300, 'waits')])).toBe('waits')
  const [locked] = await Promise.allSettled([otherProcess.query('SELECT 1 FROM failed_attempts WHERE key = $1 FOR UPDATE', [high])])
  await otherProcess.query('ROLLBACK')
  otherProcess.release()
  await acted
  const { rows } = await pool.query<{ level: number }>('SELECT level FROM failed_attempts')
  return { locked: locked?.status, levels: rows.map(({ level }) => level) }
}

test('recording locks rows by key, whatever order they lie or are named in', async () => {
  expect(await lockedByKey((sources) => recordFailure(sources, now))).toEqual({ locked: 'fulfilled', levels: [2, 2] })
})

test('forgiving does so as well', async () => {
  expect(await lockedByKey(forgive)).toEqual({ locked: 'fulfilled', levels: [0, 0] })
})
