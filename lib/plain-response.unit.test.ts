import { expect, test } from 'vitest'
import { jsonResponse, partsOf } from './plain-response'

const response = () => jsonResponse({ a: 'ü', at: new Date(0) }, 201, { 'cache-control': 'no-store' })

test('its parts are known without making a Response', () => {
  expect(partsOf(response())).toEqual({
    status: 201,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    text: '{"a":"ü","at":"1970-01-01T00:00:00.000Z"}',
  })
})

test('it is a Response for whoever wants one', async () => {
  const answer = response()
  expect(answer).toBeInstanceOf(Response)
  expect([answer.status, answer.ok, answer.statusText, answer.type, answer.bodyUsed]).toEqual([201, true, '', 'default', false])
  expect(answer.headers.get('Content-Type')).toBe('application/json')
  expect(await answer.json()).toEqual({ a: 'ü', at: '1970-01-01T00:00:00.000Z' })
  expect(answer.bodyUsed).toBe(true)
})

test('its body can be taken once, as with every Response; a clone has its own', async () => {
  const answer = response()
  const clone = answer.clone()
  expect(await answer.text()).toBe(await clone.text())
  await expect(answer.text()).rejects.toThrow(TypeError)
})

test('a Response with its headers but without its body, as HEAD is answered', () => {
  const head = new Response(null, response())
  expect([head.status, head.headers.get('cache-control'), head.body]).toEqual([201, 'no-store', null])
})

test('a header that cannot be sent is refused by the platform', () => {
  expect(() => jsonResponse({}, 200, { 'x-a': 'a\nb' }).headers).toThrow(TypeError)
})

test('a response made elsewhere has no parts', () => {
  expect(partsOf(new Response('x'))).toBeUndefined()
})
