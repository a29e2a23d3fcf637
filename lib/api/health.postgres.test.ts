import { afterEach, expect, test, vi } from 'vitest'
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
