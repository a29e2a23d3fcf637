import { expect, test } from 'vitest'
import { draftOf, editedKeys, patchOf, readSetting } from './draft'

const settings = { idleSessionTimeoutMinutes: 20, maxCredentialLifetimeDays: null, activityRetentionDays: 30 }

test.each<[string, number | null | string]>([
  ['1', 1],
  [' 90 ', 90],
  ['0090', 90],
  ['3650', 3650],
  ['', null],
  ['  ', null],
  ['0', 'Enter whole days from 1 to 3650, or nothing for no limit.'],
  ['3651', 'Enter whole days from 1 to 3650, or nothing for no limit.'],
])('a maximum credential lifetime of %j days', (text, expected) => {
  const read = readSetting('maxCredentialLifetimeDays', text)
  expect(read.ok ? read.value : read.error).toBe(expected)
})

test.each(['', '0', '1441', '-5', '1.5', '1e2', '0x10', '١', '20 minutes', '99999999'])('%j minutes are refused', (text) => {
  expect(readSetting('idleSessionTimeoutMinutes', text)).toEqual({ ok: false, error: 'Enter whole minutes from 1 to 1440.' })
})

test('only what was edited is sent, and of that what is right', () => {
  const draft = { ...draftOf(settings), idleSessionTimeoutMinutes: '5', maxCredentialLifetimeDays: 'x' }
  expect(editedKeys(draft, settings)).toEqual(['idleSessionTimeoutMinutes', 'maxCredentialLifetimeDays'])
  expect(patchOf(draft, settings)).toEqual({ idleSessionTimeoutMinutes: 5 })
  expect(patchOf(draftOf(settings), settings)).toEqual({})
})
