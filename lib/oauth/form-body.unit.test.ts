import { describe, expect, test } from 'vitest'
import { formDecode, parseForm, readForm } from './form-body'
import { OAuthError } from './oauth-error'

/** What it is refused with. */
function refusalOf(error: unknown) {
  expect(error).toBeInstanceOf(OAuthError)
  const { code, status, description } = error as OAuthError
  return { code, status, description }
}

function thrownBy(act: () => unknown) {
  try {
    act()
  } catch (error) {
    return refusalOf(error)
  }
  throw new Error('it was accepted')
}

const form = (body: BodyInit, contentType: string | null = 'application/x-www-form-urlencoded', query = '?a=query&b=query') => {
  const request = new Request(`http://localhost/${query}`, { method: 'POST', body })
  if (contentType === null) request.headers.delete('content-type')
  else request.headers.set('content-type', contentType)
  return readForm(request)
}
const rejectedBy = (promise: Promise<unknown>) =>
  promise.then(() => {
    throw new Error('it was accepted')
  }, refusalOf)

describe('parameters', () => {
  test.each([
    ['', {}],
    ['a=1', { a: '1' }],
    ['a=1&b=2', { a: '1', b: '2' }],
    ['&&a=1&&', { a: '1' }],
    ['a=1=2', { a: '1=2' }],
    ['a=b+c%2Bd', { a: 'b c+d' }],
    ['a=%C3%BC&%C3%BC=b', { a: 'ü', ü: 'b' }],
    ['a=ü', { a: 'ü' }],
    ['A=1&a=2', { A: '1', a: '2' }],
    ['__proto__=1&constructor=2', { ['__proto__']: '1', constructor: '2' }],
  ])('%j', (body, parameters) => {
    expect([...parseForm(body)]).toEqual(Object.entries(parameters))
  })

  test.each(['a', 'a=', '%61='])('one sent without a value counts as omitted: %j', (body) => {
    expect(parseForm(body).size).toBe(0)
  })

  test.each([
    ['a=1&a=1', 'a'],
    ['a=1&b=2&a=3', 'a'],
    ['a=1&%61=2', 'a'],
    ['a=&a=1', 'a'],
    ['a=1&a', 'a'],
    ['=1&=2', ''],
    ['__proto__=1&__proto__=2', '__proto__'],
    [`${'x'.repeat(100)}&${'x'.repeat(100)}`, 'x'.repeat(60)],
    ['a%0D%0Ab&a%0D%0Ab', 'a??b'],
  ])('one sent twice is refused: %j', (body, name) => {
    expect(thrownBy(() => parseForm(body))).toEqual({
      code: 'invalid_request',
      status: 400,
      description: `The parameter ${name} is sent more than once.`,
    })
  })

  test('there are at most 64', () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => `p${i}=1`).join('&')
    expect(parseForm(many(64)).size).toBe(64)
    for (const count of [65, 10_000]) {
      expect(thrownBy(() => parseForm(many(count)))).toEqual({
        code: 'invalid_request',
        status: 413,
        description: 'The body has more than 64 parameters.',
      })
    }
  })

  test.each(['%', '%2', '%zz', '%C3', '%C3%28', '%FF', '%ED%A0%80', 'x%', '%u0041'])('broken percent-encoding is refused: %j', (text) => {
    const refusal = {
      code: 'invalid_request',
      status: 400,
      description: 'The body has a % that is not followed by a valid UTF-8 code; encode every value.',
    }
    expect(thrownBy(() => formDecode(text))).toEqual(refusal)
    expect(thrownBy(() => parseForm(`a=${text}`))).toEqual(refusal)
    expect(thrownBy(() => parseForm(`${text}=a`))).toEqual(refusal)
  })

  test.each(['a=%00', 'a=x%00y', '%00=a', 'a=\0'])('NUL is refused: %j', (body) => {
    expect(thrownBy(() => parseForm(body))).toEqual({
      code: 'invalid_request',
      status: 400,
      description: 'The body contains a NUL character.',
    })
  })
})

describe('parameters of the protocol in the address are refused, right or wrong', () => {
  const never = (name: string) => ({
    code: 'invalid_request',
    status: 400,
    description: `Send ${name} in the body, never in the address; a secret sent there should be replaced.`,
  })

  test.each([
    ['?grant_type=client_credentials', 'grant_type'],
    ['?client_id=x', 'client_id'],
    ['?client_secret=x', 'client_secret'],
    ['?scope=tickets%3Aread', 'scope'],
    ['?token=x', 'token'],
    ['?client_secret', 'client_secret'],
    ['?client_secret=', 'client_secret'],
    ['?client%5Fsecret=x', 'client_secret'],
    ['?a=1&&client_secret=x#b', 'client_secret'],
    ['?token=x&client_secret=x&client_id=x&grant_type=x', 'grant_type'],
  ])('%s', async (query, name) => {
    expect(await rejectedBy(form('grant_type=client_credentials', undefined, query))).toEqual(never(name))
    expect(await rejectedBy(form('', undefined, query))).toEqual(never(name))
    expect(await rejectedBy(form('{}', 'application/json', query))).toEqual(never(name))
  })

  test.each([
    '',
    '?',
    '?a=2',
    '?CLIENT_SECRET=x',
    '?client_secrets=x',
    '?=client_secret',
    '?__proto__=x',
    '?toString=x',
    '#client_secret=x',
  ])('what means nothing is ignored: %j', async (query) => {
    expect([...(await form('a=1', undefined, query))]).toEqual([['a', '1']])
  })
})

describe('the body of a request', () => {
  test.each([
    'application/x-www-form-urlencoded',
    'Application/X-WWW-Form-UrlEncoded',
    'application/x-www-form-urlencoded; charset=utf-8',
    'application/x-www-form-urlencoded;charset="UTF-8"',
    'application/x-www-form-urlencoded ; Charset=utf8',
    'application/x-www-form-urlencoded; boundary=x',
  ])('is read as %s; the query never is', async (contentType) => {
    expect([...(await form('a=1', contentType))]).toEqual([['a', '1']])
  })

  test.each([
    ['application/json', 'you sent application/json'],
    ['multipart/form-data; boundary=x', 'you sent multipart/form-data'],
    ['text/plain', 'you sent text/plain'],
    ['application/x-www-form-urlencoded-not', 'you sent application/x-www-form-urlencoded-not'],
    ['application/x-www-form-urlencoded, text/plain', 'you sent application/x-www-form-urlencoded,?text/plain'],
    [`x/${'y'.repeat(100)}`, `you sent x/${'y'.repeat(58)}`],
    ['"><script>', 'you sent "><script>'],
    ['', 'no Content-Type was sent'],
    [null, 'no Content-Type was sent'],
  ])('of another media type is refused: %s', async (contentType, words) => {
    expect(await rejectedBy(form('a=1', contentType))).toEqual({
      code: 'invalid_request',
      status: 400,
      description: `The body must be form data (application/x-www-form-urlencoded); ${words}. In Postman choose Body, then x-www-form-urlencoded.`,
    })
  })

  const inCharset = (charset: string, body: string) => form(body, `application/x-www-form-urlencoded; charset=${charset}`)

  test.each(['ISO-8859-1', '"iso-8859-1"', 'windows-1252', 'US-ASCII', 'utf-16', 'x-unknown', ''])(
    'in any character set is read while every byte is ASCII: %s',
    async (charset) => {
      expect([...(await inCharset(charset, 'a=1&b=%C3%BC'))]).toEqual([
        ['a', '1'],
        ['b', 'ü'],
      ])
    },
  )

  test.each(['utf-8', 'UTF-8', 'utf8', 'UTF_8', '"Utf-8"', ''])(
    'in UTF-8, however it is spelled, is read whatever it holds: %s',
    async (charset) => {
      expect([...(await inCharset(charset, 'a=ü'))]).toEqual([['a', 'ü']])
    },
  )

  test.each(['iso-8859-1', 'utf-16', '"latin1"', 'x-unknown'])(
    'in the character set %s is refused if it is more than ASCII',
    async (charset) => {
      expect(await rejectedBy(inCharset(charset, 'a=ü'))).toEqual({
        code: 'invalid_request',
        status: 400,
        description: 'The body must be UTF-8.',
      })
    },
  )

  test('that is not UTF-8 is refused', async () => {
    expect(await rejectedBy(form(Uint8Array.from([0x61, 0x3d, 0xff])))).toEqual({
      code: 'invalid_request',
      status: 400,
      description: 'The body is not valid UTF-8.',
    })
  })

  test('is at most 16 KiB long', async () => {
    expect((await form(`a=${'x'.repeat(16_382)}`)).get('a')).toHaveLength(16_382)
    const tooLong = { code: 'invalid_request', status: 413, description: 'The body is longer than 16384 bytes.' }
    for (const length of [16_383, 1_000_000]) expect(await rejectedBy(form(`a=${'x'.repeat(length)}`))).toEqual(tooLong)
  })
})
