import { afterEach, expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { person } from '@/lib/testing/company'
import { ready } from './health'

useTestDatabase()

afterEach(() => {
  vi.useRealTimers()
})

test('more skew than 5 s is named in /ready (still 200)', async () => {
  await person()
  const ask = async () => {
    const response = await ready(new Request('http://localhost/api/health/ready'))
    return { status: response.status, body: (await response.json()) as { status: string; clock_skew_seconds?: number } }
  }
  expect(await ask()).toEqual({ status: 200, body: { status: 'ok' } })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 20_000 })
  const { status, body } = await ask()
  expect({ status, said: body.status }).toEqual({ status: 200, said: 'ok' })
  expect(body.clock_skew_seconds).toBeGreaterThan(-22)
  expect(body.clock_skew_seconds).toBeLessThan(-18)
})

test('not ready while statements of this process meet a full disk, although the write-ahead log has room', async () => {
  await person()
  const status = async () => (await ready(new Request('http://localhost/api/health/ready'))).status
  expect(await status()).toBe(200)
  const refused = database().lookUps.query("DO $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$")
  await expect(refused).rejects.toMatchObject({ code: '53100' })
  // What a table without room answers, in place of a disk that is really full.
  await database().pool.query(`
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER no_room BEFORE INSERT ON server_keys EXECUTE FUNCTION no_room()`)
  expect(await status()).toBe(503)
  expect(await status()).toBe(503)
  await database().pool.query('DROP FUNCTION no_room() CASCADE')
  expect(await status()).toBe(200)
})
