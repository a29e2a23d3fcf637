import pg from 'pg'
import { expect, test } from 'vitest'
import { database, setDatabase } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { person } from '@/lib/testing/company'
import { health, live, ready } from './health'

useTestDatabase()

const ask = async (endpoint: typeof health, method = 'GET') => {
  const response = await endpoint(new Request('http://localhost/api/health', { method }))
  const text = await response.text()
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: text === '' ? undefined : JSON.parse(text) }
}

const fine = { status: 200, retryAfter: null, body: { status: 'ok' } }
const without = (reason: string) => ({ status: 503, retryAfter: '5', body: { status: 'unavailable', reason } })

test.each([
  ['/api/health/ready', ready],
  ['/api/health', health],
])('%s is ready only when it can write and first users exist', async (_path, endpoint) => {
  expect(await ask(endpoint)).toEqual(without('no_users'))
  await person()
  expect(await ask(endpoint)).toEqual(fine)
  const working = database()
  const nowhere = new pg.Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 2_000 })
  setDatabase({ ...working, pool: nowhere, lookUps: nowhere })
  try {
    expect(await ask(endpoint)).toEqual(without('database'))
    setDatabase(undefined)
    expect(await ask(endpoint)).toEqual(without('database'))
  } finally {
    setDatabase(working)
    await nowhere.end()
  }
  expect(await ask(endpoint)).toEqual(fine)
  expect(await ask(endpoint, 'HEAD')).toEqual({ ...fine, body: undefined })
})

test('/api/health/live is 200 as long as the process answers, whatever becomes of its database', async () => {
  const working = database()
  setDatabase(undefined)
  try {
    expect(await ask(live)).toEqual(fine)
  } finally {
    setDatabase(working)
  }
})

test('whoever asks at the same time gets the same answer, each of their own', async () => {
  await person()
  expect(await Promise.all([ask(ready), ask(health), ask(ready)])).toEqual([fine, fine, fine])
})
