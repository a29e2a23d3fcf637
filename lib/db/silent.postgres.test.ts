import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { openPostgres } from './postgres'
import { isDatabaseUnavailable } from './unavailable'

const sockets = new Set<Socket>()
let isSilent = false
/** PostgreSQL, until it falls silent: what it says is then dropped, and the connection stays open. */
const wire = createServer((client) => {
  const { hostname, port } = new URL(String(inject('postgresUrl')))
  const server = connect(Number(port), hostname)
  for (const socket of [client, server]) sockets.add(socket.on('error', () => {}))
  client.pipe(server)
  server.on('data', (chunk) => isSilent || client.write(chunk))
})
let pool: ReturnType<typeof openPostgres>

beforeEach(async () => {
  isSilent = false
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve))
  const url = new URL(String(inject('postgresUrl')))
  url.hostname = '127.0.0.1'
  url.port = String((wire.address() as AddressInfo).port)
  pool = openPostgres(url.href, 2, { silenceMs: 300 })
})
afterEach(async () => {
  await pool.close()
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => wire.close(resolve))
})

const ask = () => pool.pool.query<{ one: number }>('SELECT 1 AS one').then(({ rows }) => rows[0]?.one)

test('a database that falls silent fails what waits for it, and answers again once it speaks', async () => {
  expect(await ask()).toBe(1)
  isSilent = true
  const error = await ask().catch((reason) => reason)
  expect(String(error)).toContain('no answer in 300 ms')
  expect(isDatabaseUnavailable(error)).toBe(true)
  isSilent = false
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1])
})

test('connections nobody uses are given up without a word', async () => {
  expect(await ask()).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 600))
  expect(pool.pool.totalCount).toBe(0)
  expect(await ask()).toBe(1)
})
