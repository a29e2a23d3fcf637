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

test('a use is written on the page its session lies on, so that no index changes', async () => {
  const { pool } = database()
  const credential = await credentialOf(await person())
  await issueToken(credential)
  await pool.query(
    `INSERT INTO sessions (id, token_hash, token_hint, credential_id, roles_version, secret_version, issued_at, last_used_at)
     SELECT gen_random_uuid(), sha256(('token ' || n)::bytea), 'wxyz', s.credential_id, 0, 1, s.issued_at, s.last_used_at FROM sessions s, generate_series(1, 2000) n`,
  )
  const pages = async () => {
    const { rows } = await pool.query<{ id: string; page: number }>(
      `SELECT id, (ctid::text::point)[0]::int AS page FROM sessions ORDER BY ctid`,
    )
    return rows
  }
  const before = await pages()
  const used = before.filter((_, i) => i % 10 === 0)
  const queue = lastUsedQueue('sessions')
  for (const { id } of used) queue.add([id, new Date('2099-06-15T11:00:00.000Z')])
  await queue.flush()
  const after = new Map((await pages()).map(({ id, page }) => [id, page]))
  expect(used.length).toBeGreaterThan(200)
  expect(used.map(({ id, page }) => ({ id, page }))).toEqual(used.map(({ id }) => ({ id, page: after.get(id) })))
  expect((await pool.query(`SELECT count(*)::int AS n FROM sessions WHERE last_used_at = '2099-06-15T11:00:00Z'`)).rows).toEqual([
    { n: used.length },
  ])
})

test('a use that had to wait takes nothing from a later one, however much later that was', async () => {
  const { pool } = database()
  await issueToken(await credentialOf(await person()))
  const { rows } = await pool.query<{ id: string; at: Date }>('SELECT id, last_used_at AS at FROM sessions')
  const [session] = rows
  if (!session) throw new Error('there is none')
  const queue = lastUsedQueue('sessions')
  queue.add([session.id, new Date(session.at.getTime() - 600_000)])
  await queue.flush()
  expect((await pool.query('SELECT id, last_used_at AS at FROM sessions')).rows).toEqual([session])
})
