import { expect, test } from 'vitest'
import { headroom } from './headroom'

const now = new Date('2026-01-01T00:00:00Z')
const after = (ms: number) => new Date(now.getTime() + ms)
const times = (id: string, n: number) => Array.from({ length: n }, () => id)

test('a credential that was never counted is due, once', () => {
  expect(headroom().due(['a', 'b', 'a'], 1000, now)).toEqual(['a', 'b'])
})

test('far from the limit it is counted again after ten seconds, not before', () => {
  const room = headroom()
  room.counted('a', 200, now)
  expect(room.due(times('a', 50), 1000, after(1_000))).toEqual([])
  expect(room.due(['a'], 1000, after(9_999))).toEqual([])
  expect(room.due(['a'], 1000, after(10_000))).toEqual(['a'])
})

test('it is due before eight processes that issue as many as this one can have reached the limit', () => {
  const room = headroom()
  room.counted('a', 200, now)
  expect(room.due(times('a', 99), 1000, after(1_000))).toEqual([])
  expect(room.due(['a'], 1000, after(2_000))).toEqual(['a'])
})

test('it stays due until it is counted, for counting can fail', () => {
  const room = headroom()
  room.counted('a', 200, now)
  room.due(times('a', 100), 1000, after(1_000))
  expect(room.due(['a'], 1000, after(1_001))).toEqual(['a'])
  room.counted('a', 300, after(1_002))
  expect(room.due(['a'], 1000, after(1_003))).toEqual([])
})

test('at the limit every session counts', () => {
  const room = headroom()
  room.counted('a', 1000, now)
  expect(room.due(['a'], 1000, now)).toEqual(['a'])
})

test('the one counted longest ago is forgotten first', () => {
  const room = headroom()
  for (let i = 0; i < 10_000; i++) room.counted(`c${i}`, 1, now)
  room.counted('c0', 1, now)
  room.counted('one more', 1, now)
  expect(room.due(['c0', 'c1', 'one more'], 1000, now)).toEqual(['c1'])
})
