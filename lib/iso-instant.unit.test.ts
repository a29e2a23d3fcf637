import { expect, test } from 'vitest'
import { isoInstant } from './iso-instant'

test.each(['1000-01-01T00:00:00.000Z', '1969-12-31T23:59:59.999Z', '2024-02-29T09:08:07.060Z', '9999-12-31T23:59:59.999Z'])(
  '%s',
  (text) => {
    expect(isoInstant(new Date(text))).toBe(text)
  },
)

test('all kinds of instants are as toISOString writes them', () => {
  for (let ms = 0; ms < 2e13; ms += 7_919_333_777) expect(isoInstant(new Date(ms))).toBe(new Date(ms).toISOString())
})
