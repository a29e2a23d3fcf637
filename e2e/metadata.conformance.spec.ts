import { request } from 'node:http'
import { expect, test } from '@playwright/test'
import { baseUrl } from './environment'
import { lanes, send } from './protocol'

const methods = ['client_secret_basic', 'client_secret_post']

for (const { lane, server } of lanes) {
  const url = `${server}/.well-known/oauth-authorization-server`
  // Both lanes were started with the same PUBLIC_URL.
  const document = {
    issuer: baseUrl,
    token_endpoint: `${baseUrl}/Auth/OAuth/Token`,
    token_endpoint_auth_methods_supported: methods,
    introspection_endpoint: `${baseUrl}/Auth/OAuth/Introspect`,
    introspection_endpoint_auth_methods_supported: methods,
    revocation_endpoint: `${baseUrl}/Auth/OAuth/Revoke`,
    revocation_endpoint_auth_methods_supported: methods,
    grant_types_supported: ['client_credentials'],
    response_types_supported: [],
    scopes_supported: expect.arrayContaining(['tickets:read', 'tickets:write', 'tickets:assign', 'users:read', 'settings:write']),
  }

  test.describe(`metadata, ${lane}`, () => {
    test('RFC 8414 §2, §3.2: the whole document, as JSON', async () => {
      const { status, body, headers } = await send(url, { method: 'GET' })
      expect({ status, body }).toEqual({ status: 200, body: document })
      expect(headers.get('content-type')).toMatch(/^application\/json/)
    })

    test('RFC 8414 §6.2: no header of the request reaches the issuer or an address', async () => {
      const evil = {
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'https',
        forwarded: 'host=evil.example',
        host: 'evil.example',
      }
      const text = await new Promise<string>((resolve, reject) => {
        const sent = request(url, { headers: evil }, async (response) => {
          const chunks = await response.toArray()
          resolve(Buffer.concat(chunks).toString())
        })
        sent.once('error', reject).end()
      })
      expect(JSON.parse(text)).toEqual(document)
    })

    test('other methods are 405 with Allow', async () => {
      const { status, headers } = await send(url, { method: 'POST', body: { a: 'b' } })
      expect({ status, allow: headers.get('allow') }).toEqual({ status: 405, allow: 'GET, HEAD, OPTIONS' })
    })
  })
}
