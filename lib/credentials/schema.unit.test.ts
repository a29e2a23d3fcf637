import { describe, expect, test } from 'vitest'
import { fieldErrors } from '@/lib/field-errors'
import { expiryInstant, todayIn } from './expiry'
import { createCredentialInput, credentialName, expiryDate, updateCredentialInput } from './schema'

const id = '0198c5a0-0000-7000-8000-000000000000'
const valid = { name: 'Nightly export', expiresOn: '2025-12-31', operationalRoleId: id, builderRoleId: null }

/** The value a schema makes of an input, or the messages it refuses it with. */
function parsed(schema: typeof credentialName | typeof expiryDate, input: unknown) {
  const result = schema.safeParse(input)
  return result.success ? result.data : result.error.issues.map((issue) => issue.message)
}

function errorsOf(input: unknown) {
  const result = createCredentialInput.safeParse(input)
  if (result.success) throw new Error('it was accepted')
  return fieldErrors(result.error)
}

describe('a name: 1–100 characters, trimmed, NFC', () => {
  test.each([
    ['Nightly export', 'Nightly export'],
    ['  padded\t', 'padded'],
    ['\u00a0no-break spaces\ufeff', 'no-break spaces'],
    ['Cafe\u0301', 'Caf\u00e9'],
    ['x', 'x'],
    ['x'.repeat(100), 'x'.repeat(100)],
    [` ${'x'.repeat(100)} `, 'x'.repeat(100)],
    ['e\u0301'.repeat(100), '\u00e9'.repeat(100)],
    ['😀'.repeat(100), '😀'.repeat(100)],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ["Robert'); DROP TABLE users;--", "Robert'); DROP TABLE users;--"],
    ['=HYPERLINK("x") `$(id)`', '=HYPERLINK("x") `$(id)`'],
    ['夜間エクスポート', '夜間エクスポート'],
    ['-', '-'],
    ['$', '$'],
    ['x\u200b', 'x\u200b'],
    ['👩\u200d💻', '👩\u200d💻'],
  ])('%j is kept as %j', (name, kept) => {
    expect(parsed(credentialName, name)).toBe(kept)
  })

  test.each([
    ['', ['Enter a name.']],
    [' \t\n', ['Enter a name.']],
    ['x'.repeat(101), ['Use at most 100 characters.']],
    ['😀'.repeat(101), ['Use at most 100 characters.']],
    ['two\nlines', ['Remove line breaks and other control characters.']],
    ['two\r\nlines', ['Remove line breaks and other control characters.']],
    ['nul\0', ['Remove line breaks and other control characters.']],
    ['escape\u001b[31m', ['Remove line breaks and other control characters.']],
    ['next line\u0085here', ['Remove line breaks and other control characters.']],
    ['\u200b', ['Enter a name that can be seen.']],
    ['\u200b\u200c\u200d\u2060', ['Enter a name that can be seen.']],
    ['\u200b \ufeff\u200b', ['Enter a name that can be seen.']],
    ['\u00ad', ['Enter a name that can be seen.']],
    ['\u202e', ['Enter a name that can be seen.']],
    ['\u0301', ['Enter a name that can be seen.']],
    ['\ufe0f', ['Enter a name that can be seen.']],
    ['\u200b'.repeat(101), ['Use at most 100 characters.', 'Enter a name that can be seen.']],
    ['\u0001', ['Remove line breaks and other control characters.', 'Enter a name that can be seen.']],
  ])('%j is refused with %j', (name, messages) => {
    expect(parsed(credentialName, name)).toEqual(messages)
  })

  test.each(['\u3164', '\u115f', '\u1160', '\uffa0', '\u2800', '\u3164\u200b'])('%j shows nothing either', (name) => {
    expect(parsed(credentialName, name)).toEqual(['Enter a name that can be seen.'])
  })

  test.each([undefined, null, 5, ['x'], {}])('%j is no name', (name) => {
    expect(credentialName.safeParse(name).success).toBe(false)
  })
})

describe('an expiry date: YYYY-MM-DD, on the calendar', () => {
  test.each(['2025-12-31', '2024-02-29', '2099-01-01', '2000-01-01', '9999-12-30'])('%s', (date) => {
    expect(parsed(expiryDate, date)).toBe(date)
  })

  test.each(['0000-01-01', '0001-01-01', '1999-12-31', '9999-12-31'])('%s is out of bounds', (date) => {
    expect(parsed(expiryDate, date)).toEqual(['Choose a date from 2000 to 9999.'])
    expect(errorsOf({ ...valid, expiresOn: date })).toEqual({ expiresOn: 'Choose a date from 2000 to 9999.' })
  })

  test.each(['Pacific/Pago_Pago', 'Pacific/Kiritimati', 'UTC'])('the last one has a day after it, in %s', (zone) => {
    const end = expiryInstant('9999-12-30', zone)
    expect(todayIn(zone, end)).toBe('9999-12-31')
    expect(end.toISOString()).toMatch(/^9999-12-3[01]T/)
  })

  test.each([
    '',
    '2025-02-29',
    '2025-13-01',
    '2025-04-31',
    '2025-1-1',
    '31.12.2025',
    '2025-12-31T00:00:00Z',
    ' 2025-12-31',
    '2025-12-31\n',
    '10000-01-01',
    '-2025-01-01',
    null,
    undefined,
    20251231,
  ])('%j is refused', (date) => {
    expect(parsed(expiryDate, date)).toEqual(['Choose an expiry date.'])
  })
})

describe('what the popup sends', () => {
  test('is accepted with and without a Builder role', () => {
    expect(createCredentialInput.parse(valid)).toEqual(valid)
    expect(createCredentialInput.parse({ ...valid, builderRoleId: id })).toEqual({ ...valid, builderRoleId: id })
  })

  test('is refused field by field, with one message each', () => {
    expect(errorsOf({ ...valid, name: ' ', expiresOn: '' })).toEqual({ name: 'Enter a name.', expiresOn: 'Choose an expiry date.' })
    expect(errorsOf({ ...valid, operationalRoleId: '' })).toEqual({ operationalRoleId: 'Choose an Operational role.' })
    expect(errorsOf({ ...valid, name: `${'x'.repeat(101)}\n${'x'.repeat(101)}` })).toEqual({ name: 'Use at most 100 characters.' })
    expect(Object.keys(errorsOf({})).sort()).toEqual(['builderRoleId', 'expiresOn', 'name', 'operationalRoleId'])
  })

  test.each(['ownerId', 'userId', 'clientId', 'id', 'secret', 'secretHash', 'expiresAt', 'expiresZone', 'disabledAt', 'target'])(
    'naming %s is refused',
    (key) => {
      expect(createCredentialInput.safeParse({ ...valid, [key]: id }).success).toBe(false)
    },
  )

  test.each([null, undefined, 'text', [], [valid]])('%j is refused', (input) => {
    expect(createCredentialInput.safeParse(input).success).toBe(false)
  })
})

describe('what Edit sends: name and expiry only', () => {
  const edit = { name: 'Renamed', expiresOn: '2025-12-31' }

  test('both are needed', () => {
    expect(updateCredentialInput.parse(edit)).toEqual(edit)
    expect(updateCredentialInput.safeParse({ name: 'Renamed' }).success).toBe(false)
    expect(updateCredentialInput.safeParse({ expiresOn: '2025-12-31' }).success).toBe(false)
  })

  test.each(['operationalRoleId', 'builderRoleId', 'ownerId', 'clientId', 'id', 'expiresZone'])('%s can never be changed', (key) => {
    expect(updateCredentialInput.safeParse({ ...edit, [key]: id }).success).toBe(false)
  })
})
