import { expect, test } from 'vitest'
import { type AgentDraft, differing, inputOf, rebased, tabsWithErrors } from './agent-draft'

const opened: AgentDraft = { name: 'Jane', email: 'jane@example.com', timeZone: '', roleIds: ['a', 'b'], password: '' }

test('what differs is found whatever the order of the roles', () => {
  expect(differing(opened, { ...opened, roleIds: ['b', 'a'] })).toEqual([])
  expect(differing(opened, { ...opened, roleIds: ['b'], name: 'J' })).toEqual(['name', 'roleIds'])
})

test('after somebody else’s change everything typed stays and everything else is theirs', () => {
  const mine = { ...opened, name: 'Mine', password: 'typed by me' }
  const theirs = { ...opened, name: 'Theirs', email: 'theirs@example.com', roleIds: ['c'] }
  expect(rebased(mine, opened, theirs)).toEqual({ ...theirs, name: 'Mine', password: 'typed by me' })
})

test('only the given fields are sent, no time zone as null', () => {
  expect(inputOf(opened, ['timeZone', 'roleIds'])).toEqual({ timeZone: null, roleIds: ['a', 'b'] })
})

test('errors are found at their tabs, in the order of the tabs', () => {
  expect(tabsWithErrors({ password: 'x', builderRoles: 'x', name: undefined })).toEqual(['access', 'password'])
  expect(tabsWithErrors({ form: 'x' })).toEqual([])
})
