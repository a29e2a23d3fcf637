import { expect, test } from 'vitest'
import { type ListState, listQuery, parseListState } from './list-state'

const initial: ListState = { sort: 'expires', isDescending: false, search: '', page: 1 }

test('soonest expiry first, and nothing in the address', () => {
  expect(parseListState(new URLSearchParams())).toEqual(initial)
  expect(listQuery(initial)).toBe('')
})

test.each<[string, ListState]>([
  ['?sort=-name', { ...initial, sort: 'name', isDescending: true }],
  ['?sort=-expires', { ...initial, isDescending: true }],
  ['?search=a%26b+%2B%23%3F%E5%A4%9C&page=3', { ...initial, search: 'a&b +#?夜', page: 3 }],
])('%s reads back as it was written', (query, state) => {
  expect(listQuery(state)).toBe(query)
  expect(parseListState(new URLSearchParams(query))).toEqual(state)
})

test.each([
  'sort=secretHash',
  'sort=',
  'sort=-',
  'sort=__proto__',
  'page=0',
  'page=-1',
  'page=1.5',
  'page=x',
  'page=1e99',
  'page=NaN',
  'q=1',
])('what makes no sense is as if it were absent: %s', (query) => {
  expect(parseListState(new URLSearchParams(query))).toEqual(initial)
})

test('a search is cut off at 200 characters', () => {
  expect(parseListState(new URLSearchParams({ search: 'x'.repeat(5_000) })).search).toHaveLength(200)
})
