import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { credentialOf, issueToken, person } from '@/lib/testing/company'
import { database } from './client'
import { lastUsedQueue } from './last-used'
import { useTestDatabase } from './test-database'

useTestDatabase()

test.each(['sessions', 'application_credentials'] as const)(
  'rows of %s are locked by id, whatever order they lie or are named in',
  async (table) => {
    const { pool } = database()
    const owner = await person()
    for (let i = 0; i < 2; i++) await issueToken(await credentialOf(owner))
    const { rows } = await pool.query<{ id: string }>(`SELECT id FROM ${table} ORDER BY id`)
    const [low, high] = rows.map(({ id }) => id)
    if (!low || !high) throw new Error('there are not two')
    const queue = lastUsedQueue(table)
    await queue.flush()
    // What is updated lies behind what is not.
    await pool.query(`UPDATE ${table} SET last_used_at = last_used_at WHERE id = $1`, [low])

    const otherProcess = await pool.connect()
    await otherProcess.query(`BEGIN; SET LOCAL lock_timeout = '1s'`)
    await otherProcess.query(`SELECT 1 FROM ${table} WHERE id = $1 FOR NO KEY UPDATE`, [low])
    const at = new Date('2099-06-15T11:00:00.000Z')
    queue.add([high, at])
    queue.add([low, at])
    const written = queue.flush()
    expect(await Promise.race([written, delay(300, 'waits')])).toBe('waits')
    const next = otherProcess.query(`SELECT 1 FROM ${table} WHERE id = $1 FOR NO KEY UPDATE`, [high])
    const [locked] = await Promise.allSettled([next])
    await otherProcess.query('ROLLBACK')
    otherProcess.release()
    await written
    expect(locked).toMatchObject({ status: 'fulfilled' })
    expect((await pool.query(`SELECT last_used_at AS at FROM ${table}`)).rows).toEqual([{ at }, { at }])
  },
)
