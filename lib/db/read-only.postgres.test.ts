import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { health } from '@/lib/api/health'
import { tickets } from '@/lib/api/tickets'
import { token } from '@/lib/oauth/token'
import { callApi, credentialOf, issueToken, person, tokenRequest } from '@/lib/testing/company'
import { database, prisma } from './client'
import { runPrepared } from './prepared'
import { useTestDatabase } from './test-database'
import { isDatabaseUnavailable } from './unavailable'

useTestDatabase()

/** By so much the monotonic clock seems to have gone on. */
let laterMs = 0

beforeEach(() => {
  const { now } = performance
  vi.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + laterMs)
})
afterEach(async () => {
  await administer('RESET default_transaction_read_only')
  // What they know of the time and of their server is not true for others.
  await vi.waitFor(() => expect([database().pool.totalCount, database().lookUps.totalCount]).toEqual([0, 0]))
  vi.restoreAllMocks()
  laterMs = 0
})

/** Sets the database as connections yet to come will find it, and ends those that nobody uses unless they are to go on. */
async function administer(setting: string, endsOthers = true) {
  const { host, port, user, database: name } = new pg.Client(database().pool.options)
  const client = new pg.Client({ host, port, user, database: name, options: '-c default_transaction_read_only=off' })
  await client.connect()
  await client.query(`ALTER DATABASE ${name} ${setting}`)
  if (endsOthers) {
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
      [name],
    )
  }
  await client.end()
}

/** As after a failover by DNS or proxy: connections there are lead to what has become a standby, and so do new ones. */
async function demote() {
  for (const pool of [database().pool, database().lookUps]) {
    const clients = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()))
    for (const client of clients) await client.query('SET default_transaction_read_only = on')
    for (const client of clients) client.release()
  }
  await administer('SET default_transaction_read_only = on', false)
}

const answerOf = async (response: Promise<Response>) => {
  const { status, headers } = await response
  return [status, headers.get('retry-after')]
}
const askHealth = () => answerOf(health(new Request('http://localhost/api/health')))
const askToken = (form: Record<string, string>) => answerOf(token(tokenRequest(form)))

test('read-only after a failover: tokens, tickets, checks and health are 503 with Retry-After, and right again without a restart', async () => {
  const credential = await credentialOf(await person(['Team Leader']), { operational: 'Team Leader' })
  const accessToken = await issueToken(credential)
  const form = { grant_type: 'client_credentials', client_id: credential.clientId, client_secret: credential.secret }
  const openTicket = async () =>
    (await callApi(accessToken, tickets, { method: 'POST', path: '/api/v1/tickets', body: { title: 'Printer' } })).status
  expect(await openTicket()).toBe(201)
  await demote()
  laterMs += 6_000
  expect(await askToken(form)).toEqual([503, '5'])
  expect(await openTicket()).toBe(503)
  expect((await callApi(accessToken)).status).toBe(503)
  expect(await askHealth()).toEqual([503, '5'])
  await administer('RESET default_transaction_read_only', false)
  expect(await askToken(form)).toEqual([200, null])
  expect(await openTicket()).toBe(201)
  expect((await callApi(accessToken)).status).toBe(200)
  expect(await askHealth()).toEqual([200, null])
})

test('a connection that answered 25006 within a Prisma transaction is left', async () => {
  const { pool } = database()
  const backends = new Set<number>()
  const write = prisma().$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
    backends.add(row?.pid ?? 0)
    await tx.$executeRaw`SET TRANSACTION READ ONLY`
    await tx.serverKey.create({ data: { name: 'probe', value: 'x' } })
  })
  const error = await write.catch((thrown: unknown) => thrown)
  expect(isDatabaseUnavailable(error)).toBe(true)
  expect(String(error)).not.toContain('terminated')
  await delay(100)
  const { rows } = await pool.query('SELECT pid FROM pg_stat_activity WHERE pid = ANY($1)', [[...backends]])
  expect(rows).toEqual([])
})

test('a new connection to a read-only server is refused', async () => {
  const { pool } = database()
  await demote()
  expect(pool.totalCount).toBe(pool.options.max)
  await expect(pool.query('UPDATE settings SET id = id')).rejects.toMatchObject({ code: '25006' })
  // Those nobody used lead to the same server, and are left with it.
  await vi.waitFor(() => expect(pool.totalCount).toBe(0))
  await expect(pool.query('SELECT 1')).rejects.toMatchObject({ code: '25006' })
})

const look = (sql: string, isRead = true) => runPrepared(database().lookUps, { name: `probe-${sha256(sql)}`, text: sql, isRead }, [])
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64')

test('a look-up commits a beat when its connection last committed more than a second ago, and only then', async () => {
  const { lookUps } = database()
  await look('SELECT 1')
  await lookUps.query('SET default_transaction_read_only = on')
  for (let i = 0; i < 3; i++) expect(await look('SELECT 1')).toEqual([['1']])
  expect(lookUps.totalCount).toBe(1)
  laterMs += 1_100
  expect(await look('SELECT 1')).toEqual([['1']])
  // The beat could not be committed.
  await vi.waitFor(() => expect(lookUps.totalCount).toBe(0))
})

test('an answer more than 5 s after its connection’s last acknowledged commit is discarded, and the connection left', async () => {
  const { lookUps } = database()
  const [[pid] = []] = await look('SELECT pg_backend_pid()')
  const slow = look('SELECT pg_sleep(0.2)')
  await delay(50)
  laterMs += 5_100
  const error = await slow.catch((thrown: unknown) => thrown)
  expect(isDatabaseUnavailable(error)).toBe(true)
  expect(String(error)).toContain('not believed')
  await vi.waitFor(async () => {
    const { rows } = await lookUps.query('SELECT pid FROM pg_stat_activity WHERE pid = $1', [pid])
    expect(rows).toEqual([])
  })
})

test('an acknowledged commit of the path’s own counts as well, a change of nothing does not', async () => {
  const change = (rows: number) =>
    look(
      `WITH slow AS MATERIALIZED (SELECT pg_sleep(0.2) IS NOT NULL AS slept) UPDATE settings SET id = id FROM slow WHERE slept = (${rows} = 1)`,
      false,
    )
  await look('SELECT 1')
  const changed = change(1)
  await delay(50)
  laterMs += 5_100
  expect(await changed).toEqual([])
  await look('SELECT 1')
  const unchanged = change(0)
  await delay(50)
  laterMs += 5_100
  await expect(unchanged).rejects.toThrow('not believed')
})
