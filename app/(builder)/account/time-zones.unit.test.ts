import { expect, test } from 'vitest'
import { timeZoneChoices } from './time-zones'

const winter = new Date('2025-01-15T12:00:00Z')
const summer = new Date('2025-07-15T12:00:00Z')
const offset = (zone: string, now: Date) => timeZoneChoices('UTC', now).find(({ id }) => id === zone)

test('each zone comes with its offset at the moment', () => {
  expect(offset('Europe/London', winter)).toEqual({
    id: 'Europe/London',
    label: 'Europe/London',
    hint: expect.stringMatching(/^GMT(\+00:00)?$/),
  })
  expect(offset('Europe/London', summer)).toEqual({ id: 'Europe/London', label: 'Europe/London', hint: 'GMT+01:00' })
  expect(offset('America/New_York', winter)).toEqual({ id: 'America/New_York', label: 'America/New York', hint: 'GMT-05:00' })
})

test('UTC and the zone in use are always there, once, in order', () => {
  const ids = timeZoneChoices('US/Eastern', winter).map(({ id }) => id)
  expect(ids.filter((id) => id === 'UTC' || id === 'US/Eastern')).toEqual(['US/Eastern', 'UTC'])
  expect(ids).toEqual([...new Set(ids)].sort())
  expect(ids.length).toBeGreaterThan(400)
})
