import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { openWire, type Wire } from '@/lib/testing/postgres-wire'
import { openPostgres } from './postgres'
import { runPrepared } from './prepared'
import { isDatabaseUnavailable } from './unavailable'

let wire: Wire
let pool: ReturnType<typeof openPostgres>

beforeEach(async () => {
  wire = await openWire(String(inject('postgresUrl')))
  pool = openPostgres(wire.url, 2, { silenceMs: 300 })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await pool.close()
  await wire.close()
})

const ask = () => pool.pool.query<{ one: number }>('SELECT 1 AS one').then(({ rows }) => rows[0]?.one)

test('a database that falls silent fails what waits for it, and answers again once it speaks', async () => {
  expect(await ask()).toBe(1)
  wire.silence()
  const error = await ask().catch((reason) => reason)
  expect(String(error)).toContain('no answer in 300 ms')
  expect(isDatabaseUnavailable(error)).toBe(true)
  wire.release()
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1])
})

test('one that falls silent while a connection is set up fails who asked for it', async () => {
  wire.holdAfterStatement()
  const error = await ask().catch((reason) => reason)
  expect(String(error)).toContain('no answer in 300 ms')
  wire.release()
  expect(await ask()).toBe(1)
})

test('connections nobody uses are given up without a word', async () => {
  expect(await ask()).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 600))
  expect(pool.pool.totalCount).toBe(0)
  expect(await ask()).toBe(1)
})

describe('the beat of a connection that committed more than a second ago', () => {
  let laterMs = 0
  beforeEach(() => {
    laterMs = 0
    const { now } = performance
    vi.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + laterMs)
  })
  const look = (isRead: boolean) => runPrepared(pool.pool, { name: 'look', text: 'SELECT 1', isRead }, [])

  test('is not waited for by an answer, but the connection is not free before it', async () => {
    await look(true)
    laterMs += 1_100
    wire.holdAfterStatement()
    expect(await look(true)).toEqual([['1']])
    expect(pool.pool.idleCount).toBe(0)
    wire.release()
    await vi.waitFor(() => expect(pool.pool.idleCount).toBe(1))
  })

  test.each([
    ['a change', false, 1_100],
    ['an answer more than 5 s after the last commit', true, 5_100],
  ])('is waited for by %s', async (_name, isRead, ms) => {
    await look(true)
    laterMs += ms
    wire.holdAfterStatement()
    const waiting = look(isRead)
    expect(await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 100, 'waits'))])).toBe('waits')
    wire.release()
    expect(await waiting).toEqual([['1']])
  })
})
