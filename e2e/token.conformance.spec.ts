import { expect, test } from '@playwright/test'
import type { ShownKey } from './builder'
import { basic, forgetFailures, inBody, lanes, newClient, post, send } from './protocol'

const formType = 'application/x-www-form-urlencoded'
const challenge = 'Basic realm="Application Credentials", charset="UTF-8"'
const wrong = 'Unknown client_id or wrong client_secret. Check both; a lost Secret Key can be replaced in Builder.'
let key: ShownKey

test.beforeAll(async () => {
  key = await newClient()
})

test.beforeEach(forgetFailures)

for (const { lane, server } of lanes) {
  const url = `${server}/Auth/OAuth/Token`
  const good = () => ({ grant_type: 'client_credentials', ...inBody(key) })
  const granted = { access_token: expect.stringMatching(/^act_[0-9A-Za-z]{38}$/), token_type: 'Bearer', expires_in: 1200 }
  /** The whole error answer of RFC 6749 §5.2. */
  const refusal = (status: number, error: string, description: string | RegExp) => ({
    status,
    body: { error, error_description: typeof description === 'string' ? description : expect.stringMatching(description) },
  })

  test.describe(`token endpoint, ${lane}`, () => {
    test('RFC 6749 §4.4.3, §5.1: a success is JSON with access_token, token_type and expires_in, not to be stored', async () => {
      const { status, body, headers } = await post(url, good())
      expect({ status, body }).toEqual({ status: 200, body: granted })
      expect(headers.get('content-type')).toMatch(/^application\/json/)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('pragma')).toBe('no-cache')
    })

    test('RFC 6749 §2.3.1: client_secret_basic, both parts form-encoded', async () => {
      expect(await post(url, { grant_type: 'client_credentials' }, basic(key))).toMatchObject({ status: 200, body: granted })
      const encoded = [...`${key.clientId}`].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('')
      const authorization = `basic ${Buffer.from(`${encoded}:${key.secret}`).toString('base64')}`
      expect(await post(url, { grant_type: 'client_credentials' }, { authorization })).toMatchObject({ status: 200, body: granted })
    })

    test('RFC 6749 §2.3: a client must not use more than one authentication method in a request', async () => {
      const both = await post(url, good(), basic(key))
      expect(both).toMatchObject(
        refusal(400, 'invalid_request', 'Send client_id and client_secret either in the body or in the Authorization header, not in both.'),
      )
      const sameId = await post(url, { grant_type: 'client_credentials', client_id: key.clientId }, basic(key))
      expect(sameId.status).toBe(200)
      const otherId = await post(url, { grant_type: 'client_credentials', client_id: 'other' }, basic(key))
      expect(otherId).toMatchObject(
        refusal(400, 'invalid_request', 'The client_id in the body differs from the one in the Authorization header.'),
      )
    })

    test('RFC 6749 §3.2: a parameter without a value counts as omitted, an unknown one is ignored', async () => {
      expect((await post(url, { ...good(), scope: '', audience: 'any' })).body).toEqual(granted)
      expect(await post(url, { ...good(), grant_type: '' })).toMatchObject(
        refusal(400, 'invalid_request', 'The parameter grant_type is missing.'),
      )
      expect((await post(url, { grant_type: 'client_credentials', client_id: '', client_secret: '' }, basic(key))).status).toBe(200)
    })

    test('RFC 6749 §3.2: a parameter must not be sent more than once', async () => {
      for (const name of ['grant_type', 'client_id', 'client_secret', 'scope', 'unknown']) {
        const body = `${new URLSearchParams({ ...good(), scope: 'tickets:read', unknown: 'x' })}&${name}=x`
        expect(await post(url, body)).toMatchObject(refusal(400, 'invalid_request', `The parameter ${name} is sent more than once.`))
      }
    })

    test('RFC 6749 §2.3.1, §3.2: parameters in the query are never accepted', async () => {
      const { status, body } = await send(`${url}?${new URLSearchParams(good())}`, {
        method: 'POST',
        headers: { 'content-type': formType },
      })
      const advice = 'Send grant_type in the body, never in the address; a secret sent there should be replaced.'
      expect({ status, body }).toEqual(refusal(400, 'invalid_request', advice))
      expect((await post(`${url}?client_secret=${key.secret}`, good())).status).toBe(400)
    })

    test('RFC 6749 §4.4.2, Appendix B: the body is form data in UTF-8; errors say how to send it', async () => {
      const json = await send(url, { method: 'POST', body: JSON.stringify(good()), headers: { 'content-type': 'application/json' } })
      expect(json).toMatchObject(
        refusal(
          400,
          'invalid_request',
          `The body must be form data (${formType}); you sent application/json. In Postman choose Body, then x-www-form-urlencoded.`,
        ),
      )
      const without = await send(url, { method: 'POST', body: new TextEncoder().encode('grant_type=x'), headers: { 'content-type': '' } })
      expect(without).toMatchObject(refusal(400, 'invalid_request', /no Content-Type was sent/))
      for (const type of [`${formType}; charset=UTF-8`, `${formType};charset="utf-8"`, 'APPLICATION/x-www-form-URLENCODED']) {
        expect(
          (await send(url, { method: 'POST', body: String(new URLSearchParams(good())), headers: { 'content-type': type } })).status,
        ).toBe(200)
      }
      const latin1 = { 'content-type': `${formType}; charset=ISO-8859-1` }
      const ascii = String(new URLSearchParams(good()))
      expect((await post(url, ascii, latin1)).status).toBe(200)
      expect(await post(url, `${ascii}&a=ü`, latin1)).toMatchObject(refusal(400, 'invalid_request', 'The body must be UTF-8.'))
      const gzip = await post(url, good(), { 'content-encoding': 'gzip' })
      expect(gzip).toMatchObject(refusal(400, 'invalid_request', 'Send the body without Content-Encoding.'))
    })

    test('RFC 6749 Appendix B: broken percent-encoding, broken UTF-8 and NUL are refused', async () => {
      for (const value of ['%', '%4', '%zz', '%ff%fe', '%c3', '%ed%a0%80']) {
        expect(await post(url, `grant_type=client_credentials&client_id=${value}`)).toMatchObject(
          refusal(400, 'invalid_request', 'The body has a % that is not followed by a valid UTF-8 code; encode every value.'),
        )
      }
      expect(await post(url, 'grant_type=client_credentials&client_id=a%00b')).toMatchObject(
        refusal(400, 'invalid_request', 'The body contains a NUL character.'),
      )
      const bytes = Buffer.concat([Buffer.from('grant_type='), Buffer.from([0xff, 0xfe])])
      expect(await send(url, { method: 'POST', body: new Uint8Array(bytes), headers: { 'content-type': formType } })).toMatchObject(
        refusal(400, 'invalid_request', 'The body is not valid UTF-8.'),
      )
    })

    test('RFC 6749 §5.2: grant_type is required; only client_credentials is supported', async () => {
      expect(await post(url, inBody(key))).toMatchObject(refusal(400, 'invalid_request', 'The parameter grant_type is missing.'))
      for (const grant_type of ['password', 'authorization_code', 'refresh_token', 'CLIENT_CREDENTIALS', 'client_credentials ']) {
        const answer = await post(url, { ...good(), grant_type })
        expect(answer).toMatchObject(refusal(400, 'unsupported_grant_type', 'Only grant_type=client_credentials is supported.'))
      }
    })

    test('RFC 6749 §5.2: failed client authentication is 401 with a challenge; nothing tells an unknown client from a wrong secret', async () => {
      const stranger = { clientId: '3f0c9a52-6a54-4b7e-9a37-0f6f5a8b7c11', secret: key.secret }
      const forms = [
        { grant_type: 'client_credentials', ...inBody(stranger) },
        { grant_type: 'client_credentials', ...inBody({ ...key, secret: `${key.secret}x` }) },
        { grant_type: 'client_credentials', ...inBody({ ...key, clientId: 'not-even-a-uuid' }) },
      ]
      const answers = await Promise.all(forms.map((form) => post(url, form)))
      for (const { status, text, headers } of answers) {
        expect({ status, text }).toEqual({ status: 401, text: JSON.stringify({ error: 'invalid_client', error_description: wrong }) })
        expect(headers.get('www-authenticate')).toBe(challenge)
        expect(headers.get('cache-control')).toBe('no-store')
      }
      const names = answers.map(({ headers }) => [...headers.keys()].sort())
      expect(names[1]).toEqual(names[0])
      expect(names[2]).toEqual(names[0])
    })

    test('RFC 6749 §5.2: missing or malformed client credentials are invalid_client and say what is missing', async () => {
      const missing = (what: string) =>
        refusal(401, 'invalid_client', `${what} missing. Send both in the body, or both in a Basic Authorization header.`)
      const grantType = { grant_type: 'client_credentials' }
      expect(await post(url, grantType)).toMatchObject(missing('client_id and client_secret are'))
      expect(await post(url, { ...grantType, client_id: key.clientId })).toMatchObject(missing('client_secret is'))
      expect(await post(url, { ...grantType, client_secret: key.secret })).toMatchObject(missing('client_id is'))
      for (const authorization of [
        'Basic',
        'Basic !!!',
        'Bearer x',
        `Basic ${Buffer.from('nocolon').toString('base64')}`,
        `Basic ${Buffer.from(':x').toString('base64')}`,
        'Digest a="b"',
      ]) {
        const { status, body, headers } = await post(url, grantType, { authorization })
        expect({ status, body }).toEqual(
          refusal(401, 'invalid_client', 'The Authorization header must be Basic with base64 of client_id:client_secret.'),
        )
        expect(headers.get('www-authenticate')).toBe(challenge)
      }
    })

    test('RFC 6749 §3.3: scope narrows the token; what was asked is returned; unknown or unheld is invalid_scope', async () => {
      expect((await post(url, { ...good(), scope: 'tickets:read' })).body).toEqual({ ...granted, scope: 'tickets:read' })
      expect((await post(url, { ...good(), scope: 'tickets:write tickets:read tickets:write' })).body).toEqual({
        ...granted,
        scope: 'tickets:write tickets:read',
      })
      for (const scope of ['users:read', 'tickets:assign', 'nonsense', 'tickets:read settings:write', 'a"b\\c é\r\nX: y']) {
        const { status, body } = await post(url, { ...good(), scope })
        expect({ status, body }).toEqual(
          refusal(400, 'invalid_scope', /^The credential's roles do not carry [!-~]+\. Available: tickets:read tickets:write\.$/),
        )
      }
    })

    test('RFC 6749 §5.2: error texts use only its characters, whatever the client sent', async () => {
      for (const value of ['"', '\\', 'é', '\r\nSet-Cookie: a=b', '\u202e', '<script>']) {
        for (const form of [
          { ...good(), scope: value },
          { ...good(), grant_type: value },
        ]) {
          const { body, headers } = await post(url, form)
          expect(body?.error_description).toMatch(/^[\x20\x21\x23-\x5B\x5D-\x7E]+$/)
          expect(headers.get('set-cookie')).toBeNull()
        }
      }
    })

    test('RFC 9110 §15.5.6: other methods are 405 with Allow; OPTIONS lists them; no CORS is offered', async () => {
      for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
        const { status, body, headers } = await send(url, { method, ...(method !== 'GET' && { body: good() }) })
        expect({ status, body }).toEqual(refusal(405, 'invalid_request', 'Use the POST method.'))
        expect(headers.get('allow')).toBe('POST, OPTIONS')
        expect(headers.get('cache-control')).toBe('no-store')
      }
      const options = await send(url, {
        method: 'OPTIONS',
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      })
      expect({ status: options.status, allow: options.headers.get('allow') }).toEqual({ status: 204, allow: 'POST, OPTIONS' })
      expect(options.headers.get('access-control-allow-origin')).toBeNull()
      expect((await send(url, { method: 'HEAD' })).status).toBe(405)
    })

    test('the same answer on every documented spelling of the path, without a redirect', async () => {
      for (const path of [
        '/OAuth/Token',
        '/auth/oauth/token',
        '/AUTH/OAUTH/TOKEN',
        '/oauth/token',
        '/oAuth/tOken',
        '/Auth/OAuth/Token/',
        '/oauth/token/',
      ]) {
        expect({ path, ...(await post(server + path, good())) }).toMatchObject({ path, status: 200, body: granted })
      }
      for (const path of ['/Auth/OAuth/Tokens', '/Auth/Token', '/Auth/OAuth/Token/x', '/Auth//OAuth/Token']) {
        expect({ path, status: (await post(server + path, good())).status }).not.toEqual({ path, status: 200 })
      }
    })

    test('limits: a body over 16 KiB and more than 64 parameters are 413', async () => {
      expect(await post(url, { ...good(), pad: 'x'.repeat(1_000_000) })).toMatchObject(
        refusal(413, 'invalid_request', 'The body is longer than 16384 bytes.'),
      )
      const many = Array.from({ length: 1_000 }, (_, i) => `p${i}=`).join('&')
      expect(await post(url, many)).toMatchObject(refusal(413, 'invalid_request', 'The body has more than 64 parameters.'))
      expect((await post(url, good())).status).toBe(200)
    })
  })
}
