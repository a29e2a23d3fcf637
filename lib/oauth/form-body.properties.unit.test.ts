import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formDecode, parseForm } from './form-body'
import { OAuthError } from './oauth-error'

const text = fc.string({ unit: 'binary', maxLength: 40 })
const encode = (value: string) => new URLSearchParams([[value, '']]).toString().slice(0, -1)

describe('form bodies, by property', () => {
  test('what a form encoder writes is read back: names, values, everything but empty values and NUL', () => {
    const pairs = fc.uniqueArray(fc.tuple(text, text), { selector: ([name]) => name, maxLength: 20 })
    fc.assert(
      fc.property(pairs, (entries) => {
        fc.pre(entries.every(([name, value]) => !`${name}${value}`.includes('\0') && isWellFormed(name + value)))
        const expected = entries.filter(([, value]) => value !== '')
        expect([...parseForm(new URLSearchParams(entries).toString())].sort()).toEqual(expected.sort())
      }),
      { numRuns: 2_000 },
    )
  })

  test('whatever comes in, the answer is a form or an OAuthError invalid_request, nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (body) => {
        try {
          expect(parseForm(body)).toBeInstanceOf(Map)
        } catch (error) {
          expect(error).toBeInstanceOf(OAuthError)
          expect((error as OAuthError).code).toBe('invalid_request')
        }
      }),
      { numRuns: 5_000 },
    )
  })

  test('a parameter sent twice is always refused, wherever and however it is encoded', () => {
    fc.assert(
      fc.property(text, text, fc.array(fc.tuple(fc.stringMatching(/^[a-z]{5,8}$/), text), { maxLength: 5 }), (name, value, between) => {
        fc.pre(name !== '' && isWellFormed(name + value) && !`${name}${value}`.includes('\0') && !/^[a-z]{5,8}$/.test(name))
        const percent = [...new TextEncoder().encode(name)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
        const body = [`${encode(name)}=1`, ...between.map(([key]) => `${key}=`), `${percent}=${encodeURIComponent(value)}`].join('&')
        expect(() => parseForm(body)).toThrow(/more than once/)
      }),
    )
  })

  test('Basic: both parts survive form-encoding and base64', () => {
    fc.assert(
      fc.property(text, text, (clientId, secret) => {
        fc.pre(isWellFormed(clientId + secret) && !`${clientId}${secret}`.includes('\0'))
        const header = Buffer.from(`${encode(clientId)}:${encode(secret)}`).toString('base64')
        const [id = '', ...rest] = Buffer.from(header, 'base64').toString('utf8').split(':')
        expect([formDecode(id), formDecode(rest.join(':'))]).toEqual([clientId, secret])
      }),
      { numRuns: 2_000 },
    )
  })
})

function isWellFormed(value: string) {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(value)
}
