import { describe, expect, test } from 'vitest'
import { createSecret, hashSecret, isWellFormedSecret, randomBase62, type SecretPrefix, secretHint } from './secret-format'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const prefixes: SecretPrefix[] = ['acs_', 'act_']

describe.each(prefixes)('a secret that starts with %s', (prefix) => {
  const other = prefixes.find((it) => it !== prefix) as SecretPrefix

  test('is the prefix, 32 base62 characters and a checksum of 6: only [A-Za-z0-9_]', () => {
    for (let i = 0; i < 1000; i++) expect(createSecret(prefix)).toMatch(new RegExp(`^${prefix}[0-9A-Za-z]{38}$`))
  })

  test('is well formed, and never passes for the other kind', () => {
    for (let i = 0; i < 1000; i++) {
      const secret = createSecret(prefix)
      expect(isWellFormedSecret(prefix, secret)).toBe(true)
      expect(isWellFormedSecret(other, secret)).toBe(false)
      expect(isWellFormedSecret(other, other + secret.slice(4))).toBe(false)
    }
  })

  test('is made anew each time', () => {
    expect(new Set(Array.from({ length: 10_000 }, () => createSecret(prefix))).size).toBe(10_000)
  })

  test('is not well formed when truncated, at every length and from either end', () => {
    const secret = createSecret(prefix)
    for (let length = 0; length < secret.length; length++) {
      expect(isWellFormedSecret(prefix, secret.slice(0, length)), `first ${length}`).toBe(false)
      expect(isWellFormedSecret(prefix, secret.slice(secret.length - length)), `last ${length}`).toBe(false)
    }
  })

  test('is not well formed when any one character is another one', () => {
    const secret = createSecret(prefix)
    for (let at = 0; at < secret.length; at++) {
      for (const character of alphabet) {
        if (character === secret[at]) continue
        const changed = secret.slice(0, at) + character + secret.slice(at + 1)
        expect(isWellFormedSecret(prefix, changed), changed).toBe(false)
      }
    }
  })

  test('is not well formed when two neighbours are swapped', () => {
    const secret = createSecret(prefix)
    for (let at = 0; at < secret.length - 1; at++) {
      const swapped = secret.slice(0, at) + secret[at + 1] + secret[at] + secret.slice(at + 2)
      if (swapped !== secret) expect(isWellFormedSecret(prefix, swapped), swapped).toBe(false)
    }
  })

  test.each([
    ['the empty text', () => ''],
    ['the prefix only', () => prefix],
    ['no prefix', (secret: string) => secret.slice(4)],
    [
      'another letter case',
      (secret: string) => secret.replace(/[a-z]/gi, (c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())),
    ],
    ['upper case', (secret: string) => secret.toUpperCase()],
    ['a trailing space', (secret: string) => `${secret} `],
    ['a leading space', (secret: string) => ` ${secret}`],
    ['a trailing newline', (secret: string) => `${secret}\n`],
    ['a newline in the place of the last character', (secret: string) => `${secret.slice(0, -1)}\n`],
    ['a NUL at the end', (secret: string) => `${secret}\0`],
    ['padding', (secret: string) => `${secret}=`],
    ['itself twice', (secret: string) => secret + secret],
    ['a homoglyph', (secret: string) => `а${secret.slice(1)}`],
  ])('is not well formed as %s', (_name, change) => {
    expect(isWellFormedSecret(prefix, change(createSecret(prefix)))).toBe(false)
  })
})

// Computed with another implementation of CRC-32, so that leak scanners can rely on it.
test.each([
  'acs_000000000000000000000000000000004LHyet',
  'act_000000000000000000000000000000000LA0RJ',
  'acs_0123456789ABCDEFGHIJKLMNOPQRSTUV0KM284',
  'act_UVWXYZabcdefghijklmnopqrstuvwxyz2I1sbI',
])('the checksum is CRC-32 of prefix and random part, in base62: %s', (secret) => {
  expect(isWellFormedSecret(secret.slice(0, 4) as SecretPrefix, secret)).toBe(true)
})

describe('randomBase62', () => {
  test.each([0, 1, 20, 32, 1000])('makes %d characters of the alphabet', (length) => {
    expect(randomBase62(length)).toMatch(new RegExp(`^[0-9A-Za-z]{${length}}$`))
  })

  test('favours no character', () => {
    const drawn = 200_000
    const counts = new Map([...alphabet].map((character) => [character, 0]))
    for (const character of randomBase62(drawn)) counts.set(character, (counts.get(character) ?? 0) + 1)
    const expected = drawn / alphabet.length
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    expect(counts.size).toBe(62)
    // 61 degrees of freedom: 160 is nine standard deviations away; taking every byte modulo 62 gives about 1300.
    expect(chiSquare).toBeLessThan(160)
  })
})

describe('what is stored of a secret', () => {
  test('is its SHA-256', () => {
    expect(hashSecret('acs_').toString('hex')).toBe('049e6ef3b5e8c8edc19f4e94f7122fa53872e0ac2a67986c9ce5c09b7eeec107')
    expect(hashSecret('acs_ü').toString('hex')).not.toBe(hashSecret('acs_u').toString('hex'))
  })

  test('covers more than 72 bytes in full', () => {
    const long = 'x'.repeat(72)
    expect(hashSecret(`${long}a`)).not.toEqual(hashSecret(`${long}b`))
  })

  test('and its last four characters', () => {
    expect(secretHint('acs_0123456789')).toBe('6789')
  })
})
