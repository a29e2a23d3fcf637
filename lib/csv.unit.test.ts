import { expect, test } from 'vitest'
import { csvLine } from './csv'

test('every field is quoted, quotes are doubled, lines end as RFC 4180 says', () => {
  expect(csvLine(['a', 'say "hi", twice', 200, null, 'two\nlines'])).toBe('"a","say ""hi"", twice",200,,"two\nlines"\r\n')
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\r=1', '|calc', '%0A', '=HYPERLINK("http://x","y")'])(
  'a spreadsheet takes %j for text, not for a formula',
  (value) => {
    expect(csvLine([value])).toBe(`"'${value.replaceAll('"', '""')}"\r\n`)
  },
)

test('a number of ours stays a number', () => {
  expect(csvLine([-5, 0])).toBe('-5,0\r\n')
})
