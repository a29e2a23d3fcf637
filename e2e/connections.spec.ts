import { readdirSync } from 'node:fs'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from '@playwright/test'
import { answersWithin, get, hangUp, largestChunk, open } from './attacks'
import { baseUrl } from './environment'
import { start, stop, temporaryFolder, untilPrinted } from './processes'
import { grant, newClient } from './protocol'

const signIn = (length: number, body: string) =>
  `POST /api/auth/callback/credentials HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${length}\r\n\r\n${body}`
const pageUrl = `${baseUrl}/sign-in`

let sockets: Socket[] = []
test.afterEach(() => {
  for (const socket of sockets) socket.destroy()
  sockets = []
})

test('connections that pipeline requests and hang up leave pages as they were', async () => {
  const chunk = get(largestChunk())
  await hangUp(baseUrl, [chunk.repeat(8), get('/sign-in') + chunk.repeat(2), signIn(3, 'a=b') + chunk, chunk.repeat(2)])
  expect(await answersWithin(pageUrl)).toBeLessThan(3_000)
  expect(await answersWithin(`${baseUrl}${largestChunk()}`)).toBeLessThan(3_000)
})

test('a hundred bodies that never arrive keep nobody from a page', async () => {
  sockets = Array.from({ length: 100 }, () => open(baseUrl, signIn(1_000, 'abc')))
  await new Promise((resolve) => setTimeout(resolve, 500))
  for (let i = 0; i < 5; i++) expect(await answersWithin(pageUrl)).toBeLessThan(3_000)
})

test('a hundred readers that never read keep nobody from a page', async () => {
  sockets = Array.from({ length: 100 }, (_, i) => open(baseUrl, get(i % 2 ? '/sign-in' : largestChunk()).repeat(8)).pause())
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  for (let i = 0; i < 5; i++) expect(await answersWithin(pageUrl)).toBeLessThan(3_000)
})

test('an unused connection is kept longer than proxies keep theirs', async () => {
  const first = open(baseUrl, get('/api/health'))
  const head = await new Promise<string>((resolve) => first.once('data', (chunk) => resolve(String(chunk))))
  expect(Number(/keep-alive: timeout=(\d+)/i.exec(head)?.[1])).toBeGreaterThanOrEqual(65)
  // Today's default of Node.js would have closed it by now.
  await new Promise((resolve) => setTimeout(resolve, 8_000))
  first.write('GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  expect(await text(first)).toMatch(/^HTTP\/1\.1 200 /)
})

test('nine hundred connections on 1 024 descriptors: tokens and pages answer, and the descriptors come back', async () => {
  test.setTimeout(120_000)
  const words = ['-c', 'ulimit -n 1024; exec "$0" scripts/start.mjs --demo', process.execPath]
  const server = start('bash', words, 3241, { DATA_DIR: temporaryFolder(), DEMO_PASSWORD: 'demo-password-for-tests' })
  await untilPrinted(server, 'is ready')
  await answersWithin(`${server.url}/sign-in`)
  const descriptors = () => readdirSync(`/proc/${server.child.pid}/fd`).length
  const before = descriptors()
  const chunk = get(largestChunk())
  await hangUp(server.url, [chunk.repeat(8), get('/sign-in') + chunk.repeat(2)], { atOnce: 900, rounds: 3 })
  sockets = Array.from({ length: 900 }, () => open(server.url, chunk.repeat(4)).pause())
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  // Refused like any unknown client: by then it has been asked of the database.
  const asked = await fetch(`${server.url}/Auth/OAuth/Token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'nobody', client_secret: 'x' }),
    signal: AbortSignal.timeout(5_000),
  })
  expect(asked.status).toBe(401)
  await answersWithin(`${server.url}/sign-in`)
  for (const socket of sockets) socket.destroy()
  await expect.poll(descriptors, { timeout: 20_000 }).toBeLessThan(before + 30)
  expect(await stop(server)).toBe(0)
})

test('two thousand connections that are kept open keep nobody out', async () => {
  sockets = Array.from({ length: 2_000 }, () => open(baseUrl, get('/api/health')))
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  expect(await grant(baseUrl, await newClient())).toMatch(/^act_/)
  expect(await answersWithin(pageUrl)).toBeLessThan(3_000)
})
