import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { malformedRequest } from './malformed-request'

const status = (method: string, headers: Record<string, string>, body = '', url = '/sign-in') =>
  malformedRequest({ method, url, headers: { host: 'h', ...headers } } as unknown as IncomingMessage, Buffer.from(body), (id) => id === 'x')
    ?.status
const act = (body: string, headers: Record<string, string> = {}) =>
  status('POST', { origin: 'http://h', 'next-action': 'x', ...headers }, body)

test('what browsers send is let through', () => {
  expect(status('GET', {})).toBeUndefined()
  expect(status('GET', { 'next-router-state-tree': '%5B%22%22%2C%7B%22children%22%3A%5B%22sign-in%22%2C%7B%7D%5D%7D%5D' })).toBeUndefined()
  expect(status('POST', { 'content-type': 'application/x-www-form-urlencoded' }, 'email=a')).toBeUndefined()
  expect(status('POST', { 'content-type': 'multipart/form-data; boundary=x' }, 'x', '/api/auth/signout')).toBeUndefined()
  for (const body of ['[]', '[{"name":"x","at":"$D2026-01-01T00:00:00.000Z","none":"$undefined","n":"$n12","price":"$$5"},null,1]'])
    expect(act(body), body).toBeUndefined()
})

test.each(['garbage', '%', '%5B%5D', '%7B%7D', 'null', '%5B%22%22%2C1%5D', `%5B%22${'x'.repeat(50_000)}%22%5D`])(
  'a router state that cannot be read is 400: %.20s',
  (header) => {
    expect(status('GET', { 'next-router-state-tree': header })).toBe(400)
  },
)

test.each(['multipart/form-data; boundary=x', 'multipart/form-data', 'Multipart/Mixed'])('%s is nothing a page takes: 415', (type) => {
  expect(status('POST', { 'content-type': type }, 'garbage')).toBe(415)
})

test.each(['http://evil', 'null', 'garbage', 'http://h:81'])('an action from the origin %s is 403', (origin) => {
  expect(act('[]', { origin })).toBe(403)
})

test('the origin is compared with the address the proxy was asked for', () => {
  expect(act('[]', { origin: 'https://outside', 'x-forwarded-host': 'outside, inner' })).toBeUndefined()
  expect(act('[]', { origin: 'https://inner', 'x-forwarded-host': 'outside, inner' })).toBe(403)
})

test.each([
  '',
  'garbage',
  '[null',
  'null',
  '1',
  '{}',
  '["$F1"]',
  '["$K1"]',
  '[{"a":"$Q1"}]',
  '["$B1"]',
  '["$@1"]',
  '["$1"]',
  '["$nzz"]',
  '["$"]',
  '["$h1"]',
  '["$T"]',
  `["$n${'9'.repeat(301)}"]`,
  JSON.stringify(Array(11).fill(1)),
])('arguments that cannot be read are 400: %s', (body) => {
  expect(act(body)).toBe(400)
})

test('an action that this build does not have is 404, as Next says it', () => {
  expect(act('[]', { 'next-action': 'y' })).toBe(404)
})

test('the page that Next shows when nothing else works is nobody’s to ask for', () => {
  expect(status('GET', {}, '', '/_global-error')).toBe(404)
})
