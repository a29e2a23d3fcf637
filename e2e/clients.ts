import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import newman from 'newman'
import * as openid from 'openid-client'
import type { ShownKey } from './builder'
import { baseUrl } from './environment'

/** Gets a token with openid-client, a certified OAuth client. */
export async function tokenByOpenidClient({ clientId, secret }: ShownKey, server = baseUrl): Promise<string> {
  const metadata = { issuer: server, token_endpoint: `${server}/Auth/OAuth/Token` }
  const configuration = new openid.Configuration(metadata, clientId, undefined, openid.ClientSecretPost(secret))
  openid.allowInsecureRequests(configuration)
  const { access_token, token_type, expires_in } = await openid.clientCredentialsGrant(configuration)
  if (token_type !== 'bearer' || !expires_in) throw new Error(`unexpected answer: ${token_type}, ${expires_in}`)
  return access_token
}

/** Gets a token with curl, as the README shows; returns the parsed answer. */
export async function tokenByCurl({ clientId, secret }: ShownKey): Promise<{ access_token?: string; error?: string }> {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: secret }
  const data = Object.entries(form).flatMap(([name, value]) => ['--data-urlencode', `${name}=${value}`])
  const { stdout } = await promisify(execFile)('curl', ['-sS', `${baseUrl}/Auth/OAuth/Token`, ...data])
  return JSON.parse(stdout)
}

/** Calls the API with a bearer token; returns status and parsed body. */
export async function call(accessToken: string, path = '/api/v1/me', init: RequestInit = {}, server = baseUrl) {
  const response = await fetch(server + path, { ...init, headers: { authorization: `Bearer ${accessToken}`, ...init.headers } })
  return { status: response.status, body: await response.json() }
}

/**
 * The walk in Postman, run by Postman's own runner: a token request with an urlencoded body whose test script keeps the token,
 * then an API request with Authorization: Bearer Token. Returns each request's name and status.
 */
export function walkInPostman({ clientId, secret }: ShownKey): Promise<{ name: string; status: number }[]> {
  const keep =
    "pm.test('token granted', () => pm.response.to.have.status(200)); pm.environment.set('access_token', pm.response.json().access_token)"
  const collection = {
    info: { name: 'Walk', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    variable: [
      { key: 'base_url', value: baseUrl },
      { key: 'client_id', value: clientId },
      { key: 'client_secret', value: secret },
    ],
    item: [
      {
        name: 'Get a token',
        event: [{ listen: 'test', script: { exec: [keep] } }],
        request: {
          method: 'POST',
          url: '{{base_url}}/Auth/OAuth/Token',
          body: {
            mode: 'urlencoded',
            urlencoded: [
              { key: 'grant_type', value: 'client_credentials' },
              { key: 'client_id', value: '{{client_id}}' },
              { key: 'client_secret', value: '{{client_secret}}' },
            ],
          },
        },
      },
      {
        name: 'Who am I',
        request: {
          method: 'GET',
          url: '{{base_url}}/api/v1/me',
          auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{access_token}}', type: 'string' }] },
        },
      },
    ],
  }
  return runInPostman(collection)
}

/** Runs a collection, with an environment if there is one; returns each request's name and status. Rejects at the first failed test. */
export function runInPostman(collection: object, environment?: object): Promise<{ name: string; status: number }[]> {
  return new Promise((resolve, reject) => {
    newman.run({ collection, environment, reporters: [] }, (error, summary) => {
      if (error) return reject(error)
      const [failure] = summary.run.failures
      if (failure) return reject(failure.error)
      resolve(summary.run.executions.map(({ item, response }) => ({ name: item.name, status: response.code })))
    })
  })
}
