import { describe, expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { countTry } from './count-try'
import { forgive } from './forgive'
import { type Source, sourcesOf } from './limits'

useTestDatabase()

const now = new Date('2025-06-15T11:00:00.000Z')
const secondsLater = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const address = '203.0.113.7'
const sources = (name: string, from = address) => sourcesOf('account', name, from)
const names = (count: number, prefix = 'person') => Array.from({ length: count }, (_, i) => `${prefix}${i}@example.com`)

async function levels() {
  const { rows } = await database().pool.query<{ key: Buffer; level: number }>('SELECT key, level FROM failed_attempts')
  return new Map(rows.map(({ key, level }) => [Buffer.from(key).toString('hex'), level]))
}
const levelOf = async ({ key }: Source) => (await levels()).get(key.toString('hex'))

/** Fills the bucket of the address. */
async function fillAddress() {
  for (const name of names(60)) expect(await countTry(sources(name), now)).toBeUndefined()
}

/** The function as another process has it, with a queue of its own. */
async function newProcess() {
  const slot = Symbol.for('application-credentials.count-tries')
  const slots = globalThis as { [slot: symbol]: unknown }
  const held = slots[slot]
  delete slots[slot]
  vi.resetModules()
  const module = await import('./count-try')
  if (held) slots[slot] = held
  return module.countTry
}

describe('a try counts towards the address and the account from there', () => {
  test('while both have room', async () => {
    const one = sources('one@example.com')
    for (let i = 1; i <= 10; i++) {
      expect(await countTry(one, now)).toBeUndefined()
      expect([await levelOf(one.address), await levelOf(one.pair)]).toEqual([i, i])
    }
    expect(await countTry(one, now)).toBe('pair')
    expect(await countTry(sources('other@example.com'), now)).toBeUndefined()
    expect(await countTry(sources('one@example.com', '203.0.113.8'), now)).toBeUndefined()
  })

  test('one that is refused counts for nothing, so that one account cannot fill the address', async () => {
    const one = sources('one@example.com')
    for (let i = 0; i < 100; i++) await countTry(one, now)
    await Promise.all(Array.from({ length: 100 }, () => countTry(one, now)))
    expect([await levelOf(one.address), await levelOf(one.pair)]).toEqual([10, 10])
  })

  test('time gives room, and so does whoever was right', async () => {
    const one = sources('one@example.com')
    for (let i = 0; i < 10; i++) await countTry(one, now)
    expect(await countTry(one, secondsLater(59))).toBe('pair')
    expect(await countTry(one, secondsLater(60))).toBeUndefined()
    expect(await countTry(one, secondsLater(60))).toBe('pair')
    await forgive([one.address, one.pair])
    expect(await countTry(one, secondsLater(60))).toBeUndefined()
  })
})

describe('tries from an address that is full', () => {
  test('at ever new accounts add no row, one after the other or at once', async () => {
    await fillAddress()
    expect((await levels()).size).toBe(61)
    for (const name of names(20, 'new')) expect(await countTry(sources(name), now)).toBe('address')
    const atOnce = await Promise.all(names(200, 'newer').map((name) => countTry(sources(name), now)))
    expect(new Set(atOnce)).toEqual(new Set(['address']))
    expect((await levels()).size).toBe(61)
    expect(await levelOf(sources('x').address)).toBe(60)
  })

  test('nor does another spelling of it, or of its network', async () => {
    await fillAddress()
    expect(await countTry(sources('new@example.com', `::ffff:${address}`), now)).toBe('address')
    for (const name of names(60)) await countTry(sources(name, '2001:db8:0:1::1'), now)
    expect(await countTry(sources('new@example.com', '2001:db8:0:1:ffff::2'), now)).toBe('address')
    expect(await countTry(sources('new@example.com', '2001:db8:0:2::1'), now)).toBeUndefined()
  })

  test('find room again as time goes by', async () => {
    await fillAddress()
    expect(await countTry(sources('new@example.com'), secondsLater(4))).toBe('address')
    expect(await countTry(sources('new@example.com'), secondsLater(5))).toBeUndefined()
    expect(await countTry(sources('newer@example.com'), secondsLater(5))).toBe('address')
  })
})

describe('many at once get no more than one after the other', () => {
  test('within a process', async () => {
    const full = await Promise.all(names(300).map((name) => countTry(sources(name), now)))
    expect(full.filter((it) => it === undefined)).toHaveLength(60)
    expect((await levels()).size).toBe(61)
    expect(await levelOf(sources('x').address)).toBe(60)
  })

  test('at one account', async () => {
    const full = await Promise.all(Array.from({ length: 300 }, () => countTry(sources('one@example.com'), now)))
    expect(full.filter((it) => it === undefined)).toHaveLength(10)
    expect(new Set(full)).toEqual(new Set([undefined, 'pair']))
    expect(await levelOf(sources('x').address)).toBe(10)
  })

  test('in several processes, several addresses at a time: what was let through is what was counted', async () => {
    const processes = [await newProcess(), await newProcess(), await newProcess(), await newProcess()]
    const from = ['203.0.113.1', '203.0.113.2', '203.0.113.3']
    const letThrough = new Map(from.map((it) => [it, 0]))
    await Promise.all(
      processes.map(async (count, process) => {
        for (let round = 0; round < 10; round++) {
          const tried = from.flatMap((it) => names(3, `p${process}r${round}`).map((name) => ({ name, from: it })))
          const full = await Promise.all((process % 2 ? tried : tried.toReversed()).map((it) => count(sources(it.name, it.from), now)))
          const inOrder = process % 2 ? full : full.toReversed()
          tried.forEach((it, i) => {
            if (inOrder[i] === undefined) letThrough.set(it.from, (letThrough.get(it.from) ?? 0) + 1)
          })
        }
      }),
    )
    expect([...letThrough.values()]).toEqual([60, 60, 60])
    for (const it of from) expect(await levelOf(sources('x', it).address)).toBe(60)
    expect((await levels()).size).toBe(3 + 180)
  })
})
