import { afterEach, expect, test, vi } from 'vitest'
import { log } from '@/lib/log'
import { clockSkewSeconds } from './clock-skew'
import { useTestDatabase } from './test-database'

useTestDatabase()

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('more skew than 5 s is logged as an error, and once a minute is enough', async () => {
  const error = vi.spyOn(log(), 'error').mockImplementation(() => {})
  expect(Math.abs(await clockSkewSeconds())).toBeLessThan(1)
  expect(error).not.toHaveBeenCalled()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 8_000 })
  const ahead = await clockSkewSeconds()
  expect(ahead).toBeGreaterThan(7)
  expect(ahead).toBeLessThan(9)
  vi.setSystemTime(Date.now() - 60_000)
  const behind = await clockSkewSeconds()
  expect(behind).toBeGreaterThan(-54)
  expect(behind).toBeLessThan(-50)
  expect(error.mock.calls).toEqual([[{ clock_skew_seconds: ahead }, expect.stringContaining('clocks')]])
})
