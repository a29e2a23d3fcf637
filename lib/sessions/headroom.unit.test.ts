import { expect, test } from 'vitest'
import { headroom } from './headroom'

const isDueAfter = (room: ReturnType<typeof headroom>, issued: number) =>
  Array.from({ length: issued }, () => room.issued('a', 1000)).at(-1)

test('a credential that was never counted is due', () => {
  expect(headroom().issued('a', 1000)).toBe(true)
})

test('it is due before eight processes that issue as many as this one can have reached the limit', () => {
  const room = headroom()
  room.counted('a', 200)
  expect(isDueAfter(room, 99)).toBe(false)
  expect(isDueAfter(room, 1)).toBe(true)
})

test('it stays due until it is counted, for counting can fail', () => {
  const room = headroom()
  room.counted('a', 200)
  isDueAfter(room, 100)
  expect(isDueAfter(room, 1)).toBe(true)
  room.counted('a', 301)
  expect(isDueAfter(room, 1)).toBe(false)
})

test('at the limit every session counts', () => {
  const room = headroom()
  room.counted('a', 1000)
  expect(isDueAfter(room, 1)).toBe(true)
})

test('the one counted longest ago is forgotten first', () => {
  const room = headroom()
  for (let i = 0; i < 10_000; i++) room.counted(`c${i}`, 1)
  room.counted('c0', 1)
  room.counted('one more', 1)
  expect(['c0', 'c1', 'one more'].filter((id) => room.issued(id, 1000))).toEqual(['c1'])
})
