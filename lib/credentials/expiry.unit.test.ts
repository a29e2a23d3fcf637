import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, expiryInstant, isTimeZone, startOf, todayIn } from './expiry'

// All in the past: no country can change its clocks there any more.
describe('a date means through the end of that date in the owner’s time zone', () => {
  test.each([
    ['2025-12-31', 'America/Vancouver', '2026-01-01T08:00:00.000Z', 'the last day of the year, eight hours behind'],
    ['2025-12-31', 'UTC', '2026-01-01T00:00:00.000Z', 'the last day of the year'],
    ['2025-12-31', 'Pacific/Kiritimati', '2025-12-31T10:00:00.000Z', 'the zone furthest ahead'],
    ['2025-12-31', 'Pacific/Pago_Pago', '2026-01-01T11:00:00.000Z', 'one of the furthest behind'],
    ['2025-06-30', 'Asia/Kathmandu', '2025-06-30T18:15:00.000Z', 'a zone of odd minutes'],
    ['2025-03-08', 'America/Vancouver', '2025-03-09T08:00:00.000Z', 'the day before the clocks go forward'],
    ['2025-03-09', 'America/Vancouver', '2025-03-10T07:00:00.000Z', 'the day the clocks go forward'],
    ['2025-11-02', 'America/Vancouver', '2025-11-03T08:00:00.000Z', 'the day the clocks go back'],
    ['2025-03-30', 'Europe/London', '2025-03-30T23:00:00.000Z', 'the day the clocks go forward in London'],
    ['2025-10-26', 'Europe/London', '2025-10-27T00:00:00.000Z', 'the day they go back'],
    ['2025-09-06', 'America/Santiago', '2025-09-07T04:00:00.000Z', 'the next midnight does not exist: its day starts at 01:00'],
    ['2025-04-24', 'Africa/Cairo', '2025-04-24T22:00:00.000Z', 'the next midnight does not exist'],
    ['2025-03-29', 'Asia/Beirut', '2025-03-29T22:00:00.000Z', 'the next midnight does not exist'],
    ['2025-10-25', 'Asia/Beirut', '2025-10-25T22:00:00.000Z', 'the clocks go back from midnight: the hour belongs to this day'],
    ['2025-11-01', 'America/Havana', '2025-11-02T04:00:00.000Z', 'midnight comes twice: the first one counts'],
    ['2024-02-28', 'Europe/London', '2024-02-29T00:00:00.000Z', 'before a leap day'],
    ['2024-02-29', 'Europe/London', '2024-03-01T00:00:00.000Z', 'a leap day'],
    ['2025-02-28', 'Europe/London', '2025-03-01T00:00:00.000Z', 'the end of February without one'],
    ['2000-02-28', 'UTC', '2000-02-29T00:00:00.000Z', 'a leap day in a round century'],
  ])('%s in %s ends at %s: %s', (date, zone, instant) => {
    expect(expiryInstant(date, zone).toISOString()).toBe(instant)
  })

  test.each([
    ['2025-12-31', 'America/Vancouver'],
    ['2025-09-06', 'America/Santiago'],
    ['2025-04-24', 'Africa/Cairo'],
    ['2025-10-25', 'Asia/Beirut'],
    ['2025-12-31', 'Pacific/Kiritimati'],
    ['2024-02-29', 'Europe/London'],
  ])('%s in %s is today until the last millisecond, and not one longer', (date, zone) => {
    const end = expiryInstant(date, zone)
    expect(todayIn(zone, new Date(end.getTime() - 1))).toBe(date)
    expect(todayIn(zone, end)).toBe(addDays(date, 1))
  })

  test.each(['2025-02-29', '2025-13-01', '2025-00-10', 'tomorrow', ''])('%j is no date', (date) => {
    expect(() => expiryInstant(date, 'UTC')).toThrow()
  })
})

describe('days', () => {
  test('are counted on the calendar, whatever the clocks do', () => {
    expect(daysBetween('2025-03-08', '2025-03-10')).toBe(2)
    expect(daysBetween('2025-11-01', '2025-11-03')).toBe(2)
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
    expect(daysBetween('2025-02-28', '2025-03-01')).toBe(1)
    expect(daysBetween('2025-01-01', '2025-01-01')).toBe(0)
    expect(daysBetween('2025-01-02', '2025-01-01')).toBe(-1)
    expect(daysBetween('2024-01-01', '2025-01-01')).toBe(366)
  })

  test('are added on the calendar', () => {
    expect(addDays('2025-12-31', 1)).toBe('2026-01-01')
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2024-02-29', 365)).toBe('2025-02-28')
    expect(addDays('2025-03-01', -1)).toBe('2025-02-28')
    expect(addDays('2025-01-01', 0)).toBe('2025-01-01')
  })
})

test('today depends on the zone, by up to two dates', () => {
  const now = new Date('2025-06-30T10:30:00Z')
  expect(todayIn('Pacific/Kiritimati', now)).toBe('2025-07-01')
  expect(todayIn('UTC', now)).toBe('2025-06-30')
  expect(todayIn('Pacific/Pago_Pago', now)).toBe('2025-06-29')
})

test('in a zone this runtime does not know a day is that of UTC, and no life is measured', () => {
  const now = new Date('2025-06-30T23:30:00Z')
  expect(todayIn('Europe/Atlantis', now)).toBe('2025-06-30')
  expect(startOf('2025-06-30', 'Europe/Atlantis')).toEqual(new Date('2025-06-30T00:00:00Z'))
  expect(() => expiryInstant('2025-06-30', 'Europe/Atlantis')).toThrow(RangeError)
  expect(() => startOf('2025-06-31', 'Europe/London')).toThrow()
})

test('a time zone is one this runtime knows', () => {
  for (const zone of ['Europe/London', 'America/Argentina/Buenos_Aires', 'UTC']) expect(isTimeZone(zone), zone).toBe(true)
  for (const zone of ['', 'Europe/Atlantis', '../../etc/passwd', "'; DROP TABLE users; --", 'Europe/London\0']) {
    expect(isTimeZone(zone), zone).toBe(false)
  }
})
