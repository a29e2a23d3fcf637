import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { StartError } from '@/lib/start-error'
import { callApi, credentialOf, issueToken, person } from '@/lib/testing/company'
import { createOwnDatabase, type OwnDatabase, withDatabase } from '@/lib/testing/own-database'
import { startPgbouncer } from '@/scripts/pgbouncer.mjs'
import { useTestDatabase } from './test-database'

useTestDatabase()

type Pooler = Awaited<ReturnType<typeof startPgbouncer>>

let own: OwnDatabase
/** One that refuses the startup parameter `options` and hands out its servers in turn, one that drops it, and one with a single server. */
let refusing: Pooler
let dropping: Pooler
let narrow: Pooler

beforeAll(async () => {
  own = await createOwnDatabase('pooled')
  refusing = await startPgbouncer(own.url, { server_round_robin: 1 })
  dropping = await startPgbouncer(own.url, { ignore_startup_parameters: 'options' })
  narrow = await startPgbouncer(own.url, { default_pool_size: 1, query_wait_timeout: 1 })
})
afterAll(async () => {
  for (const pooler of [refusing, dropping, narrow]) pooler.stop()
  await own.drop()
})
beforeEach(async () => {
  // A zone that a connection would have unless it is set to another, and bytes in a form that cannot be read.
  await own.sql(`ALTER DATABASE ${own.name} SET bytea_output = 'escape'`, `ALTER DATABASE ${own.name} SET TimeZone = 'Asia/Kolkata'`)
})
afterEach(async () => {
  await own.sql('DROP SCHEMA public CASCADE', 'CREATE SCHEMA public')
})

const refusal = (url: string) =>
  withDatabase(url, async () => {
    throw new Error('it was opened')
  }).catch((thrown: Error) => thrown)
/** Leaves so many servers idle in the pooler, as others do who use it too. */
async function useAtOnce(url: string, connections: number) {
  const clients = Array.from({ length: connections }, () => new pg.Client(url))
  for (const client of clients) {
    await client.connect()
    await client.query('BEGIN')
  }
  for (const client of clients) {
    await client.query('COMMIT')
    await client.end()
  }
}
const tables = async () => (await own.sql(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)).rows

describe('session pooling works fully', () => {
  test.each([
    ['options are refused', () => refusing],
    ['options are dropped', () => dropping],
  ])('%s', async (_name, pooler) => {
    const statuses = await withDatabase(pooler().urlOf('session'), async () => {
      const credential = await credentialOf(await person())
      const tokens = await Promise.all(Array.from({ length: 30 }, () => issueToken(credential)))
      return Promise.all(tokens.map(async (token) => (await callApi(token)).status))
    })
    expect(statuses).toEqual(Array(30).fill(200))
    const { rows } = await own.sql(`SELECT count(*)::int AS sessions FROM sessions WHERE abs(date_part('epoch', now() - issued_at)) < 60`)
    expect(rows).toEqual([{ sessions: 30 }])
  })

  test('a second start, as another process, finds what the first has made', async () => {
    await withDatabase(refusing.urlOf('session'), async () => {})
    const made = await tables()
    await withDatabase(refusing.urlOf('session'), async () => {})
    expect(await tables()).toEqual(made)
  })

  test('where a pooler refuses the operator’s own options, they are set once connected, and ours win', async () => {
    const url = new URL(refusing.urlOf('session'))
    url.searchParams.set('options', '-c work_mem=7MB -c TimeZone=Asia/Tokyo')
    const shown = await withDatabase(url.href, async ({ pool, lookUps }) =>
      Promise.all(
        [pool, lookUps].flatMap((some) =>
          ['work_mem', 'TimeZone'].map(async (name) => Object.values((await some.query(`SHOW ${name}`)).rows[0])[0]),
        ),
      ),
    )
    expect(shown).toEqual(['7MB', 'UTC', '7MB', 'UTC'])
  })

  test('what else a pooler refuses is named', async () => {
    const url = new URL(refusing.urlOf('session'))
    url.searchParams.set('statement_timeout', '5000')
    const error = await refusal(url.href)
    expect(error).toBeInstanceOf(StartError)
    expect(error.message).toMatch(/unsupported startup parameter: statement_timeout/)
  })
})

describe('transaction pooling is refused with the reason, before anything is created', () => {
  test.each([
    ['transactions', 'transaction', () => dropping],
    ['transactions, servers in turn', 'transaction', () => refusing],
    ['transactions, a single server', 'transaction', () => narrow],
    ['statements', 'statement', () => dropping],
  ])('%s', async (_name, mode, pooler) => {
    if (pooler() === refusing) await useAtOnce(pooler().urlOf(mode), 2)
    const error = await refusal(pooler().urlOf(mode))
    expect(error).toBeInstanceOf(StartError)
    expect(error.message).toMatch(/shares its connections between transactions, .*pool_mode = session/)
    expect(await tables()).toEqual([])
  })
})

test('a pooler with one server for sessions is refused with the reason', async () => {
  const error = await refusal(narrow.urlOf('session'))
  expect(error).toBeInstanceOf(StartError)
  expect(error.message).toMatch(/gives out one connection at a time/)
})
