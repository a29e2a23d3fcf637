import { setImmediate as nextTurn } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { batched, onePerProcess } from './batch'

/** The batches asked for so far, each with the means to answer it. */
type Batch = { keys: readonly string[]; answer: (values?: (string | Error)[]) => void; fail: (error: Error) => void }
let batches: Batch[]
let load: (key: string) => Promise<string>

const run = (keys: readonly string[]) =>
  new Promise<(string | Error)[]>((resolve, reject) => {
    batches.push({ keys, answer: (values = keys.map((key) => key.toUpperCase())) => resolve(values), fail: reject })
  })

beforeEach(() => {
  batches = []
  load = batched(run, 5)
})

const asked = () => batches.map(({ keys }) => keys)
/** Long enough for anything that waits for no one but the event loop. */
const settle = async () => {
  for (let i = 0; i < 5; i++) await nextTurn()
}

test('a lone call goes at once: within one turn of the event loop', async () => {
  const value = load('a')
  await nextTurn()
  await nextTurn()
  expect(asked()).toEqual([['a']])
  batches[0]?.answer()
  expect(await value).toBe('A')
})

test('calls made within one turn of the event loop go together, each answered with its own value', async () => {
  const values = Promise.all(['a', 'b', 'c'].map(load))
  await settle()
  expect(asked()).toEqual([['a', 'b', 'c']])
  batches[0]?.answer()
  expect(await values).toEqual(['A', 'B', 'C'])
})

test('calls that arrive while a batch is under way form the next one', async () => {
  const first = load('a')
  await settle()
  const second = load('b')
  await settle()
  const third = load('c')
  await settle()
  expect(asked()).toEqual([['a']])
  batches[0]?.answer()
  expect(await first).toBe('A')
  await settle()
  expect(asked()).toEqual([['a'], ['b', 'c']])
  batches[1]?.answer()
  expect(await Promise.all([second, third])).toEqual(['B', 'C'])
})

test('a batch of its own goes beside the one under way when enough wait for it, but no third', async () => {
  const values = ['a', 'b'].map(load)
  await settle()
  values.push(...['c', 'd', 'e'].map(load))
  await settle()
  expect(asked()).toEqual([['a', 'b']])
  values.push(load('f'))
  await settle()
  expect(asked()).toEqual([
    ['a', 'b'],
    ['c', 'd', 'e', 'f'],
  ])
  values.push(...['g', 'h', 'i', 'j', 'k'].map(load))
  await settle()
  expect(asked()).toHaveLength(2)
  batches[1]?.answer()
  await settle()
  expect(asked()).toHaveLength(3)
  expect(batches[2]?.keys).toEqual(['g', 'h', 'i', 'j', 'k'])
  batches[2]?.answer()
  batches[0]?.answer()
  expect((await Promise.all(values)).join('')).toBe('ABCDEFGHIJK')
})

test('as the load grows, so does what is worth a batch of its own: half of what is under way', async () => {
  load = batched(run)
  const values = Array.from({ length: 20 }, (_, i) => load(`k${i}`))
  await settle()
  values.push(...Array.from({ length: 9 }, (_, i) => load(`l${i}`)))
  await settle()
  expect(asked()).toHaveLength(1)
  values.push(load('l9'))
  await settle()
  expect(asked().map((keys) => keys.length)).toEqual([20, 10])
  for (const batch of batches) batch.answer()
  expect(await Promise.all(values)).toHaveLength(30)
})

test('more than one batch may hold goes in two at once', async () => {
  const values = Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map(load))
  await settle()
  expect(asked()).toEqual([
    ['a', 'b', 'c', 'd', 'e'],
    ['f', 'g', 'h', 'i'],
  ])
  for (const batch of batches) batch.answer()
  expect((await values).join('')).toBe('ABCDEFGHI')
})

test('nothing is cached: the same key is asked for at every call', async () => {
  const twice = Promise.all([load('a'), load('a')])
  await settle()
  batches[0]?.answer(['first', 'second'])
  expect(await twice).toEqual(['first', 'second'])
  const again = load('a')
  await settle()
  batches[1]?.answer(['third'])
  expect(await again).toBe('third')
  expect(asked()).toEqual([['a', 'a'], ['a']])
})

test('a batch has at most so many keys, and nobody is left out', async () => {
  const values = Promise.all(Array.from({ length: 12 }, (_, i) => load(`k${i}`)))
  for (let answered = 0; answered < 3; answered++) {
    await settle()
    batches[answered]?.answer()
  }
  expect(asked().map((keys) => keys.length)).toEqual([5, 5, 2])
  expect(await values).toEqual(Array.from({ length: 12 }, (_, i) => `K${i}`))
})

describe('failure', () => {
  test('an Error among the answers fails only the call it answers', async () => {
    const values = Promise.allSettled(['a', 'b', 'c'].map(load))
    await settle()
    const broken = new Error('b is broken')
    batches[0]?.answer(['A', broken, 'C'])
    expect(await values).toEqual([
      { status: 'fulfilled', value: 'A' },
      { status: 'rejected', reason: broken },
      { status: 'fulfilled', value: 'C' },
    ])
  })

  test('a failed batch fails all its calls, but those waiting behind it go on', async () => {
    const values = Promise.allSettled([load('a'), load('b')])
    await settle()
    const waiting = load('c')
    await settle()
    const gone = new Error('database gone')
    batches[0]?.fail(gone)
    expect(await values).toEqual([
      { status: 'rejected', reason: gone },
      { status: 'rejected', reason: gone },
    ])
    await settle()
    expect(asked()).toEqual([['a', 'b'], ['c']])
    batches[1]?.answer()
    expect(await waiting).toBe('C')
  })

  test('after it a lone call goes at once again', async () => {
    const failed = load('a').catch((error) => error.message)
    await settle()
    batches[0]?.fail(new Error('database gone'))
    expect(await failed).toBe('database gone')
    const value = load('b')
    await settle()
    batches[1]?.answer()
    expect(await value).toBe('B')
  })

  test('a run that throws before it awaits anything is a failed batch as any other', async () => {
    let broken = true
    const loadOrThrow = batched<string, string>((keys) => {
      if (broken) throw new Error('not open')
      return Promise.resolve([...keys])
    })
    await expect(loadOrThrow('a')).rejects.toThrow('not open')
    broken = false
    expect(await loadOrThrow('b')).toBe('b')
  })

  test('too few answers fail the batch instead of answering the wrong call', async () => {
    const values = Promise.allSettled([load('a'), load('b')])
    await settle()
    batches[0]?.answer(['A'])
    expect((await values).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })
})

test('a store is made once per process, by name', () => {
  let made = 0
  const make = () => ({ serial: ++made })
  const name = `test ${Math.random()}`
  expect(onePerProcess(name, make)).toBe(onePerProcess(name, make))
  expect(onePerProcess(`${name} other`, make)).not.toBe(onePerProcess(name, make))
  expect(made).toBe(2)
})
