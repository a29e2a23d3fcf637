import { expect, test } from 'vitest'
import { config } from '@/lib/config'
import { OAuthError } from './oauth-error'
import { refuseCrossSite } from './refuse-cross-site'

const asked = (headers: Record<string, string>) => () =>
  refuseCrossSite(new Request('http://localhost/Auth/OAuth/Token', { method: 'POST', headers }))

test.each<[string, Record<string, string>]>([
  ['by what the browser says of it', { 'sec-fetch-site': 'cross-site' }],
  ['by what the browser says of it, whatever its Origin', { 'sec-fetch-site': 'cross-site', origin: config().publicUrl }],
  ['by its Origin', { origin: 'https://evil.example' }],
  ['by another port', { host: 'auth.example:3000', origin: 'https://auth.example:3001' }],
  ['by another scheme', { host: 'auth.example', origin: 'chrome-extension://auth.example' }],
  ['by a name that begins alike', { host: 'auth.example', origin: 'https://auth.example.evil.example' }],
  ['of a sandboxed frame', { origin: 'null' }],
  ['of a sandboxed frame on this site', { 'sec-fetch-site': 'same-origin', origin: 'null' }],
  ['of a file', { origin: 'file://' }],
  ['of nonsense', { origin: 'x' }],
  ['of nothing', { origin: '' }],
])('a browser post from another site is refused, known %s', (_name, headers) => {
  expect(asked(headers)).toThrow(OAuthError)
  expect(asked(headers)).toThrow(expect.objectContaining({ status: 403, code: 'invalid_request' }))
})

test.each<[string, Record<string, string>]>([
  ['of programs, which send no such header', {}],
  ['of this server’s own pages', { 'sec-fetch-site': 'same-origin', origin: config().publicUrl }],
  ['by the name it was asked by', { host: 'auth.example:8443', origin: 'https://auth.example:8443' }],
  ['by that name in upper case', { host: 'AUTH.example', origin: 'https://auth.example' }],
  [
    'by the name that a proxy of ours was asked by',
    { host: '10.0.0.1:3000', 'x-forwarded-host': 'auth.example', origin: 'https://auth.example' },
  ],
  ['that a person made by hand', { 'sec-fetch-site': 'none' }],
])('answered are posts %s', (_name, headers) => {
  expect(asked(headers)).not.toThrow()
})
