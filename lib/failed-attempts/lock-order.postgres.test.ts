import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { countTry } from './count-try'
import { forgive } from './forgive'
import { oneAddress, type Source, source, sourcesOf } from './limits'
import { recordFailure } from './record'

useTestDatabase()

const now = new Date('2025-06-15T11:00:00.000Z')

/** Whether `act`, waiting for the row of `first`, leaves the other one alone; and the levels afterwards. */
async function lockedFirst(first: Source, other: Source, act: () => Promise<unknown>) {
  const { pool } = database()
  // They lie the other way round.
  for (const counted of [other, first]) await recordFailure([counted], now)
  const otherProcess = await pool.connect()
  await otherProcess.query(`BEGIN; SET LOCAL lock_timeout = '1s'`)
  await otherProcess.query('SELECT 1 FROM failed_attempts WHERE key = $1 FOR UPDATE', [first.key])
  const acted = act()
  expect(await Promise.race([acted, delay(300, 'waits')])).toBe('waits')
  const [locked] = await Promise.allSettled([otherProcess.query('SELECT 1 FROM failed_attempts WHERE key = $1 FOR UPDATE', [other.key])])
  await otherProcess.query('ROLLBACK')
  otherProcess.release()
  await acted
  const { rows } = await pool.query<{ level: number }>('SELECT level FROM failed_attempts')
  return { locked: locked?.status, levels: rows.map(({ level }) => level) }
}

test('recording locks rows by key, whatever order they lie or are named in', async () => {
  const [low, high] = ['a', 'b'].map((name) => source(oneAddress, name)).sort((a, b) => Buffer.compare(a.key, b.key)) as [Source, Source]
  expect(await lockedFirst(low, high, () => recordFailure([high, low], now))).toEqual({ locked: 'fulfilled', levels: [2, 2] })
})

describe('an address comes before what was tried from there, whatever their keys', () => {
  const named = Array.from({ length: 100 }, (_, i) => sourcesOf('account', 'person', `203.0.113.${i}`))
  const one = (isLower: boolean) =>
    named.find(({ pair, address }) => Buffer.compare(address.key, pair.key) < 0 === isLower) as (typeof named)[number]

  test.each([true, false])('its key is the lower one: %s', async (isLower) => {
    const { pair, address } = one(isLower)
    expect(await lockedFirst(address, pair, () => countTry({ pair, address }, now))).toEqual({ locked: 'fulfilled', levels: [2, 2] })
    await database().pool.query('TRUNCATE failed_attempts')
    expect(await lockedFirst(address, pair, () => forgive([address, pair]))).toEqual({ locked: 'fulfilled', levels: [0, 0] })
  })
})
