import { expect, test } from 'vitest'
import { putLatest } from './put-latest'

test('what was put longest ago goes first; putting it again makes it the latest', () => {
  const map = new Map<string, number>()
  for (const [key, value] of [
    ['a', 1],
    ['b', 2],
    ['a', 3],
    ['c', 4],
  ] as const)
    putLatest(map, key, value, 2)
  expect([...map]).toEqual([
    ['a', 3],
    ['c', 4],
  ])
})
