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
  // As if this were an hour later: whatever others had logged is long ago.
  let laterMs = 3_600_000
  const { now } = performance
  vi.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + laterMs)
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
  const told = [{ clock_skew_seconds: ahead }, expect.stringContaining('clocks')]
  expect(error.mock.calls).toEqual([told])
  laterMs += 60_000
  const still = await clockSkewSeconds()
  expect(error.mock.calls).toEqual([told, [{ clock_skew_seconds: still }, expect.stringContaining('clocks')]])
})
