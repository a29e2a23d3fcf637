import { expect, test } from 'vitest'
import { changesOf, recordedText } from './changes'

const change = (field: string, before: string | null, after: string | null, isList = false) => ({ field, before, after, isList })

test.each<[string, unknown, unknown, unknown]>([
  ['a value that changed', { expiresOn: '2026-01-01' }, { expiresOn: '2026-02-01' }, [change('Expires on', '2026-01-01', '2026-02-01')]],
  [
    'a number, and none before',
    { maxCredentialLifetimeDays: null },
    { maxCredentialLifetimeDays: 90 },
    [change('Maximum credential lifetime, days', 'None', '90')],
  ],
  ['yes and no', { standard: true }, { standard: false }, [change('Standard', 'Yes', 'No')]],
  ['of a list what went and what came', { roles: ['A', 'B', 'C'] }, { roles: ['B', 'D'] }, [change('Roles', 'A, C', 'D', true)]],
  ['of a list only what went', { roles: ['A', 'B'] }, { roles: ['B'] }, [change('Roles', 'A', null, true)]],
  [
    'a list that is new',
    null,
    { features: ['tickets:read', 'tickets:write'] },
    [change('Access options', null, 'tickets:read, tickets:write')],
  ],
  ['only before', { tokenEnding: 'wxyz' }, null, [change('Token ending in', 'wxyz', null)]],
  [
    'an instant',
    null,
    { oldSecretWorksUntil: '2026-01-02T03:04:05.678Z' },
    [change('Old secret key works until', null, '2026-01-02 03:04 UTC')],
  ],
  ['values inside values', { password: { mustChange: true } }, undefined, [change('Password, Must change', 'Yes', null)]],
  ['a value without words', { someNewValue: 1 }, { someNewValue: 2 }, [change('Some new value', '1', '2')]],
  [
    'a name that objects inherit',
    null,
    { constructor: 'x', toString: 'y' },
    [change('Constructor', null, 'x'), change('To string', null, 'y')],
  ],
  ['nothing', null, undefined, []],
  ['nothing in it', {}, {}, []],
  ['not even an object', 'was', 7, [change('Value', 'was', '7')]],
])('what an event changed is told value by value: %s', (_name, before, after, changes) => {
  expect(changesOf({ before, after })).toEqual(changes)
})

test('what was recorded on one side is told whole', () => {
  expect(recordedText({ roles: ['B', 'D'], email: null, since: '2026-01-02T03:04:05Z' })).toEqual([
    'Roles: B, D',
    'E-mail: None',
    'Since: 2026-01-02 03:04 UTC',
  ])
  expect(recordedText(null)).toEqual([])
})
