import { execFileSync, spawnSync } from 'node:child_process'
import { expect, test } from '@playwright/test'
import newman from 'newman'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { ClientCredentials } from 'simple-oauth2'
import type { ShownKey } from './builder'
import { call } from './clients'
import { baseUrl } from './environment'
import { newClient } from './protocol'

let key: ShownKey

test.beforeAll(async () => {
  key = await newClient()
})

const works = async (token: unknown) => expect((await call(String(token))).body.credential.client_id).toBe(key.clientId)

test('openid-client: discovery, client_secret_basic and post, scope, introspection, revocation', async () => {
  for (const authentication of [openid.ClientSecretBasic(key.secret), openid.ClientSecretPost(key.secret)]) {
    const options: openid.DiscoveryRequestOptions = { algorithm: 'oauth2', execute: [openid.allowInsecureRequests] }
    const configuration = await openid.discovery(new URL(baseUrl), key.clientId, undefined, authentication, options)
    const { access_token: token, expires_in, scope } = await openid.clientCredentialsGrant(configuration, { scope: 'tickets:read' })
    expect({ expires_in, scope }).toEqual({ expires_in: 1200, scope: 'tickets:read' })
    await works(token)
    expect(await openid.tokenIntrospection(configuration, token)).toMatchObject({ active: true, client_id: key.clientId })
    await openid.tokenRevocation(configuration, token)
    expect(await openid.tokenIntrospection(configuration, token)).toEqual({ active: false })
    expect((await call(token)).status).toBe(401)
  }
})

test('oauth4webapi: discovery, both client authentications, and a refusal it understands', async () => {
  const issuer = new URL(baseUrl)
  const insecure = { [oauth.allowInsecureRequests]: true }
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }))
  const client = { client_id: key.clientId }
  for (const authentication of [oauth.ClientSecretBasic(key.secret), oauth.ClientSecretPost(key.secret)]) {
    const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, new URLSearchParams(), insecure)
    await works((await oauth.processClientCredentialsResponse(server, client, response)).access_token)
  }
  const refused = await oauth.clientCredentialsGrantRequest(
    server,
    client,
    oauth.ClientSecretPost('wrong'),
    new URLSearchParams(),
    insecure,
  )
  await expect(oauth.processClientCredentialsResponse(server, client, refused)).rejects.toMatchObject({ status: 401 })
})

test('simple-oauth2: header and body', async () => {
  for (const authorizationMethod of ['header', 'body'] as const) {
    const auth = { tokenHost: baseUrl, tokenPath: '/OAuth/Token' }
    const client = new ClientCredentials({ client: { id: key.clientId, secret: key.secret }, auth, options: { authorizationMethod } })
    const { token } = await client.getToken({ scope: 'tickets:read' })
    await works(token.access_token)
  }
})

test('Postman’s OAuth 2.0 token in an API request, run by newman; the token request as Basic and as body', async () => {
  const form = (...pairs: [string, string][]) => ({ mode: 'urlencoded', urlencoded: pairs.map(([name, value]) => ({ key: name, value })) })
  const url = `${baseUrl}/Auth/OAuth/Token`
  const keep = ["pm.test('granted', () => pm.response.to.have.status(200))", "pm.environment.set('token', pm.response.json().access_token)"]
  const event = [{ listen: 'test', script: { exec: keep } }]
  const oauth2 = {
    type: 'oauth2',
    oauth2: [
      { key: 'accessToken', value: '{{token}}', type: 'string' },
      { key: 'addTokenTo', value: 'header', type: 'string' },
    ],
  }
  const basicAuth = {
    type: 'basic',
    basic: [
      { key: 'username', value: key.clientId, type: 'string' },
      { key: 'password', value: key.secret, type: 'string' },
    ],
  }
  const grantType: [string, string] = ['grant_type', 'client_credentials']
  const me = { name: 'Me', request: { method: 'GET', url: `${baseUrl}/api/v1/me`, auth: oauth2 } }
  const item = [
    { name: 'Basic', event, request: { method: 'POST', url, auth: basicAuth, body: form(grantType) } },
    me,
    {
      name: 'Body',
      event,
      request: { method: 'POST', url, body: form(grantType, ['client_id', key.clientId], ['client_secret', key.secret]) },
    },
    me,
  ]
  const info = { name: 'OAuth 2.0', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' }
  const codes = await new Promise<number[]>((resolve, reject) => {
    newman.run({ collection: { info, item }, reporters: [] }, (error, summary) => {
      if (error ?? summary.run.failures[0]) reject(error ?? summary.run.failures[0]?.error)
      else resolve(summary.run.executions.map(({ response }) => response.code))
    })
  })
  expect(codes).toEqual([200, 200, 200, 200])
})

test('curl: --data-urlencode and --user', () => {
  const url = `${baseUrl}/Auth/OAuth/Token`
  const run = (...words: string[]) =>
    JSON.parse(execFileSync('curl', ['-sS', url, '--data-urlencode', 'grant_type=client_credentials', ...words], { encoding: 'utf8' }))
  const both = ['--data-urlencode', `client_id=${key.clientId}`, '--data-urlencode', `client_secret=${key.secret}`]
  expect(run(...both).access_token).toMatch(/^act_/)
  expect(run('--user', `${key.clientId}:${key.secret}`).access_token).toMatch(/^act_/)
  expect(run('--user', `${key.clientId}:wrong`).error).toBe('invalid_client')
})

test('Python’s requests-oauthlib', async () => {
  const python = '/usr/bin/python3'
  const installed = () => spawnSync(python, ['-c', 'import requests_oauthlib']).status === 0
  if (!installed()) {
    // The machine may install it, or has none: a build machine must not pass without.
    const { aptInstall } = await import('../scripts/apt.mjs')
    aptInstall('python3-requests-oauthlib')
  }
  test.skip(!installed(), 'python3-requests-oauthlib is not here and cannot be installed')
  const script = `
import os
from oauthlib.oauth2 import BackendApplicationClient
from requests_oauthlib import OAuth2Session
base, client_id, secret = os.environ["BASE"], os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"]
for include in (True, None):
    session = OAuth2Session(client=BackendApplicationClient(client_id=client_id))
    session.fetch_token(base + "/Auth/OAuth/Token", client_id=client_id, client_secret=secret, include_client_id=include)
    print(session.get(base + "/api/v1/me").json()["credential"]["client_id"])
`
  const env = { ...process.env, OAUTHLIB_INSECURE_TRANSPORT: '1', BASE: baseUrl, CLIENT_ID: key.clientId, CLIENT_SECRET: key.secret }
  const output = execFileSync(python, ['-c', script], { encoding: 'utf8', env })
  expect(output.trim().split('\n')).toEqual([key.clientId, key.clientId])
})
