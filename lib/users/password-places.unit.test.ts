import { afterEach, expect, test } from 'vitest'
import { withPasswordPlace } from './password-places'

const held: (() => void)[] = []

/** Takes places until `letGo`. */
function hold(source: string, count: number) {
  return Array.from({ length: count }, () =>
    withPasswordPlace(source, () => new Promise<string>((resolve) => held.push(() => resolve('done')))),
  )
}

afterEach(() => {
  for (const letGo of held.splice(0)) letGo()
})

const ask = (source: string | undefined) => withPasswordPlace(source, async () => 'done')
const busy = { ok: false, reason: 'busy' }

test('one source has 8 places: an office behind one address can still sign in', async () => {
  hold('198.51.100.7', 8)
  expect(await ask('198.51.100.7')).toEqual(busy)
  expect(await ask('203.0.113.9')).toBe('done')
  expect(await ask(undefined)).toBe('done')
})

test('all have 64', async () => {
  for (let i = 0; i < 8; i++) hold(`198.51.100.${i}`, 8)
  expect(await ask('203.0.113.9')).toEqual(busy)
})

test('who finds no place does no work', async () => {
  hold('198.51.100.7', 8)
  let worked = false
  await withPasswordPlace('198.51.100.7', async () => {
    worked = true
  })
  expect(worked).toBe(false)
})

test('a place is free again when its work is done, or has failed', async () => {
  const holding = hold('198.51.100.7', 8)
  held.pop()?.()
  expect(await Promise.race(holding)).toBe('done')
  for (let i = 0; i < 20; i++) {
    await expect(withPasswordPlace('198.51.100.7', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
    expect(await ask('198.51.100.7')).toBe('done')
  }
})
