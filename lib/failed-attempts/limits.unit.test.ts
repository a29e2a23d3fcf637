import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { accountAndAddress, clientAndAddress, type Limit, oneAddress, source, sourcesOf, waitSeconds } from './limits'

const now = new Date('2025-06-15T11:00:00.000Z')
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000)

describe('a source', () => {
  test('is its limit and the SHA-256 of what it is named by', () => {
    const key = createHash('sha256').update('["client","x","10.0.0.1"]').digest()
    expect(source(clientAndAddress, 'client', 'x', '10.0.0.1')).toEqual({ capacity: 10, leakPerSecond: 1 / 30, key })
    expect(source(oneAddress, 'client', 'x', '10.0.0.1')).toEqual({ capacity: 60, leakPerSecond: 1 / 5, key })
    expect(source(accountAndAddress, 'client', 'x', '10.0.0.1')).toEqual({ capacity: 10, leakPerSecond: 1 / 60, key })
  })

  test('is another one when a part is another, is missing, or ends elsewhere', () => {
    const parts = [
      ['a', 'b'],
      ['b', 'a'],
      ['ab'],
      ['a', 'b', ''],
      ['', 'ab'],
      ['a,b'],
      ['a","b'],
      ['a'],
      ['a', undefined],
      ['a', 'null'],
      [],
    ]
    const keys = parts.map((named) => source(oneAddress, ...named).key.toString('hex'))
    expect(new Set(keys).size).toBe(parts.length)
  })
})

describe('throttles key on the network of an address', () => {
  const keys = (kind: 'client' | 'account', name: string, address: string | undefined) => {
    const { pair, address: whole } = sourcesOf(kind, name, address)
    return [pair, whole].map(({ key }) => key.toString('hex'))
  }

  test.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::1'],
    ['2001:db8:1:2::1', '2001:0DB8:0001:0002::0001%eth0'],
    ['203.0.113.7', '::ffff:203.0.113.7'],
    ['203.0.113.7', '64:ff9b::203.0.113.7'],
    ['203.0.113.7', '2002:cb00:7107:5::1'],
  ])('%s and %s count together', (one, other) => {
    for (const kind of ['client', 'account'] as const) expect(keys(kind, 'x', one)).toEqual(keys(kind, 'x', other))
  })

  test.each([
    ['2001:db8:1:2::1', '2001:db8:1:3::1'],
    ['203.0.113.7', '203.0.113.8'],
    ['64:ff9b::203.0.113.7', '64:ff9b::203.0.113.8'],
    ['203.0.113.7', undefined],
  ])('%s and %s do not', (one, other) => {
    const [ofOne, ofOther] = [keys('client', 'x', one), keys('client', 'x', other)]
    expect(new Set([...ofOne, ...ofOther]).size).toBe(4)
  })

  test('clients and accounts have limits of their own, and share none', () => {
    expect(sourcesOf('client', 'x', '203.0.113.7')).toMatchObject({ pair: clientAndAddress, address: oneAddress })
    expect(sourcesOf('account', 'x', '203.0.113.7')).toMatchObject({ pair: accountAndAddress, address: oneAddress })
    expect(new Set([...keys('client', 'x', '203.0.113.7'), ...keys('account', 'x', '203.0.113.7')]).size).toBe(4)
  })
})

describe('how long it has to wait', () => {
  const quarter: Limit = { capacity: 3, leakPerSecond: 0.25 }

  test.each<[string, Limit, number, number, number]>([
    ['never failed', quarter, 0, 0, 0],
    ['one try left', quarter, 2, 0, 0],
    ['a part of a try left is none', quarter, 2.25, 0, 1],
    ['full', quarter, 3, 0, 4],
    ['full, a second ago', quarter, 3, 1, 3],
    ['full, a millisecond before the end', quarter, 3, 3.999, 1],
    ['full, at the end', quarter, 3, 4, 0],
    ['full, long ago', quarter, 3, 86_400, 0],
    ['overfull', quarter, 7, 0, 20],
    ['overfull, eight seconds ago', quarter, 7, 8, 12],
    ['a clock that jumped back leaks nothing', quarter, 3, -3600, 4],
    ['ten wrong secrets', clientAndAddress, 10, 0, 30],
    ['nine wrong secrets', clientAndAddress, 9, 0, 0],
    ['sixty from one address', oneAddress, 60, 0, 5],
    ['ten wrong passwords', accountAndAddress, 10, 0, 60],
  ])('%s', (_name, limit, level, ago, seconds) => {
    expect(waitSeconds(limit, level, secondsAgo(ago), now)).toBe(seconds)
  })

  test.each(Object.entries({ clientAndAddress, oneAddress, accountAndAddress }))('who waits that long may try: %s', (_name, limit) => {
    for (let level = 0; level < 3 * limit.capacity; level += 0.5) {
      const wait = waitSeconds(limit, level, now, now)
      const rest = waitSeconds(limit, level, now, new Date(now.getTime() + wait * 1000))
      expect(rest, `${level} after ${wait} s`).toBe(0)
    }
  })
})
