import { expect, test } from 'vitest'
import { dateText, expiryText } from './expiry-text'

test.each(['Pacific/Kiritimati', 'Europe/London', 'America/Los_Angeles'])('shown as "31 Dec 2026, end of day (%s)"', (zone) => {
  expect(expiryText('2026-12-31', zone)).toBe(`31 Dec 2026, end of day (${zone})`)
})

test('a date reads the same wherever the reader is', () => {
  expect(dateText('2028-02-29')).toBe('29 Feb 2028')
})
