import { expect, test } from 'vitest'
import { type ListState, listAddress } from './list-state'

type Column = 'name' | 'expires'
const { parse, query: queryOf } = listAddress<Column>(['name', 'expires'], 'expires')

const initial: ListState<Column> = { sort: 'expires', isDescending: false, search: '', page: 1 }

test('soonest expiry first, and nothing in the address', () => {
  expect(parse(new URLSearchParams())).toEqual(initial)
  expect(queryOf(initial)).toBe('')
})

test.each<[string, ListState<Column>]>([
  ['?sort=-name', { ...initial, sort: 'name', isDescending: true }],
  ['?sort=-expires', { ...initial, isDescending: true }],
  ['?search=a%26b+%2B%23%3F%E5%A4%9C&page=3', { ...initial, search: 'a&b +#?夜', page: 3 }],
])('%s reads back as it was written', (query, state) => {
  expect(queryOf(state)).toBe(query)
  expect(parse(new URLSearchParams(query))).toEqual(state)
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
  expect(parse(new URLSearchParams(query))).toEqual(initial)
})

test('a search is cut off at 200 characters', () => {
  expect(parse(new URLSearchParams({ search: 'x'.repeat(5_000) })).search).toHaveLength(200)
})
