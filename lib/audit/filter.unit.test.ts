import { expect, test } from 'vitest'
import { auditFilterQuery, filteredPeriod, parseAuditFilter } from './filter'

const parse = (query: string) => parseAuditFilter(new URLSearchParams(query))

test.each([
  '',
  '?by=Ada+Moreau',
  '?target=7c5a52a8-6f5c-4ee4-8a8c-5fd26c1f8a10',
  '?action=credential',
  '?action=sign-in.refused',
  '?by=a%26b+%25_&target=%3Cscript%3E&action=credential.created&from=2026-01-01&to=2026-02-28',
])('an address reads back as it was written: %s', (query) => {
  expect(auditFilterQuery(parse(query))).toBe(query)
})

test.each(['by=', 'by=%20', `by=${'x'.repeat(201)}`, 'by=a%00b', "action='", 'action=a.b.c', 'from=2026-02-30', 'to=0026-01-01', 'page=2'])(
  'what makes no sense is as if it were absent: %s',
  (query) => {
    expect(parse(query)).toEqual({})
    expect(parse(`${query}&target=kept`)).toEqual({ target: 'kept' })
  },
)

test('a day begins and ends when it does where the reader is, also when the clocks change on it', () => {
  expect(filteredPeriod({ from: '2026-03-29', to: '2026-03-29' }, 'Europe/London')).toEqual({
    start: new Date('2026-03-29T00:00:00Z'),
    end: new Date('2026-03-29T23:00:00Z'),
  })
  expect(filteredPeriod({ from: '2026-01-01' }, 'America/Vancouver')).toEqual({ start: new Date('2026-01-01T08:00:00Z'), end: undefined })
  // A zone that this browser or server does not know: days of UTC, not a page that is lost.
  expect(filteredPeriod({ from: '2026-01-01', to: '2026-01-01' }, 'Europe/Atlantis')).toEqual({
    start: new Date('2026-01-01T00:00:00Z'),
    end: new Date('2026-01-02T00:00:00Z'),
  })
})
