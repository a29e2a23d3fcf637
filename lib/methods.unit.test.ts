import { describe, expect, test } from 'vitest'
import { type Endpoint, methods } from './methods'

const calls: string[] = []
const handler =
  (name: string): Endpoint =>
  async (request, context) => {
    calls.push(`${name} ${request.method} ${JSON.stringify(await context?.params)}`)
    return new Response(`made by ${name}`, { status: 201, headers: { 'x-made-by': name, 'content-length': '99' } })
  }
const refuse = (allow: string) => new Response('no', { status: 405, headers: { allow } })
const send = (endpoint: Endpoint, method: string) =>
  endpoint(new Request('http://localhost/', { method }), { params: Promise.resolve({ reference: 'T-000001' }) })

const reading = methods({ GET: handler('get') }, refuse)
const writing = methods({ POST: handler('post') }, refuse)
const failing = methods({ GET: () => Promise.reject(new Error('broken')) }, refuse)
const all = { GET: handler('get'), POST: handler('post'), PATCH: handler('patch'), DELETE: handler('delete') }
const both = methods(all, refuse)

describe('each method goes to its handler, with the placeholders of the path', () => {
  test.each([
    ['GET', 'get'],
    ['POST', 'post'],
    ['PATCH', 'patch'],
    ['DELETE', 'delete'],
  ])('%s', async (method, name) => {
    calls.length = 0
    const response = await send(both, method)
    expect([response.status, response.headers.get('x-made-by'), await response.text()]).toEqual([201, name, `made by ${name}`])
    expect(calls).toEqual([`${name} ${method} {"reference":"T-000001"}`])
  })
})

test('HEAD is GET without its body', async () => {
  calls.length = 0
  const response = await send(reading, 'HEAD')
  expect([response.status, response.headers.get('x-made-by'), response.headers.get('content-length')]).toEqual([201, 'get', '99'])
  expect(response.body).toBeNull()
  expect(calls).toEqual(['get HEAD {"reference":"T-000001"}'])
})

describe('OPTIONS lists the methods and calls nobody', () => {
  test.each([
    ['GET', reading, 'GET, HEAD, OPTIONS'],
    ['POST', writing, 'POST, OPTIONS'],
    ['GET, POST, PATCH, DELETE', both, 'GET, POST, PATCH, DELETE, HEAD, OPTIONS'],
  ])('of %s', async (_name, endpoint, allow) => {
    calls.length = 0
    const response = await send(endpoint, 'OPTIONS')
    expect([response.status, response.headers.get('allow'), await response.text()]).toEqual([204, allow, ''])
    expect(calls).toEqual([])
  })
})

describe('any other method is refused with Allow (RFC 9110 §15.5.6)', () => {
  test.each([
    ['POST', reading, 'GET, HEAD, OPTIONS'],
    ['PATCH', reading, 'GET, HEAD, OPTIONS'],
    ['DELETE', reading, 'GET, HEAD, OPTIONS'],
    ['PUT', both, 'GET, POST, PATCH, DELETE, HEAD, OPTIONS'],
    ['GET', writing, 'POST, OPTIONS'],
    ['HEAD', writing, 'POST, OPTIONS'],
    ['PROPFIND', both, 'GET, POST, PATCH, DELETE, HEAD, OPTIONS'],
    ['toString', both, 'GET, POST, PATCH, DELETE, HEAD, OPTIONS'],
    ['constructor', both, 'GET, POST, PATCH, DELETE, HEAD, OPTIONS'],
    ['hasOwnProperty', reading, 'GET, HEAD, OPTIONS'],
    ['valueOf', writing, 'POST, OPTIONS'],
    ['__proto__', both, 'GET, POST, PATCH, DELETE, HEAD, OPTIONS'],
  ])('%s', async (method, endpoint, allow) => {
    calls.length = 0
    const response = await send(endpoint, method)
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow])
    expect(calls).toEqual([])
  })
})

test('what a handler throws is not swallowed', async () => {
  await expect(send(failing, 'GET')).rejects.toThrow('broken')
})
