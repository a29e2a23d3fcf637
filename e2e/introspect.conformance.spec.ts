import { expect, test } from '@playwright/test'
import type { ShownKey } from './builder'
import { sql } from './environment'
import { basic, forgetFailures, grant, inBody, lanes, newClient, post, send, sha256 } from './protocol'

let key: ShownKey
let gateway: ShownKey

test.beforeAll(async () => {
  key = await newClient()
  gateway = await newClient({ owner: 'ada@demo.example', builder: 'Administrator' })
})

test.beforeEach(forgetFailures)

for (const { lane, server } of lanes) {
  const url = `${server}/Auth/OAuth/Introspect`
  const inactive = { status: 200, text: '{"active":false}' }

  test.describe(`introspection endpoint, ${lane}`, () => {
    test('RFC 7662 §2.2: a live token is described by exactly these members', async () => {
      const before = Math.floor(Date.now() / 1000)
      const token = await grant(server, key)
      const [owner] = await sql<{ id: string }>("SELECT id FROM users WHERE email = 'ada@demo.example'")
      const { status, body, headers } = await post(url, { token, ...inBody(key) })
      const after = Math.ceil(Date.now() / 1000)
      expect({ status, body }).toEqual({
        status: 200,
        body: {
          active: true,
          client_id: key.clientId,
          sub: owner?.id,
          username: 'ada@demo.example',
          scope: 'tickets:read tickets:write',
          token_type: 'Bearer',
          iat: expect.any(Number),
          exp: expect.any(Number),
        },
      })
      expect(Number(body?.iat)).toBeGreaterThanOrEqual(before)
      expect(Number(body?.iat)).toBeLessThanOrEqual(after)
      expect(Number(body?.exp)).toBeGreaterThanOrEqual(before + 1200)
      expect(Number(body?.exp)).toBeLessThanOrEqual(after + 1200)
      expect(headers.get('cache-control')).toBe('no-store')
    })

    test('RFC 7662 §2.2: scope is what the token was narrowed to; exp never lies past the credential’s end', async () => {
      const short = await newClient()
      const token = await grant(server, short, { scope: 'tickets:read' })
      await sql("UPDATE application_credentials SET expires_at = date_trunc('second', now()) + interval '60 s' WHERE client_id = $1", [
        short.clientId,
      ])
      const { body } = await post(url, { token, ...inBody(short) })
      expect(body).toMatchObject({ active: true, scope: 'tickets:read' })
      expect(Number(body?.exp)).toBeLessThanOrEqual(Date.now() / 1000 + 61)
    })

    test('RFC 7662 §2.1: token_type_hint is accepted and changes nothing', async () => {
      const token = await grant(server, key)
      for (const token_type_hint of ['access_token', 'refresh_token', 'nonsense']) {
        expect((await post(url, { token, token_type_hint }, basic(key))).body).toMatchObject({ active: true })
      }
    })

    test('RFC 7662 §2.2: unknown, malformed and dead tokens are exactly {"active":false}', async () => {
      const token = await grant(server, key)
      await sql('UPDATE sessions SET revoked_at = now() WHERE token_hash = $1', [sha256(token)])
      for (const dead of [token, 'x', 'act_', token.slice(0, -1), `${token} `, token.toUpperCase(), 'a'.repeat(10_000)]) {
        expect(await post(url, { token: dead, ...inBody(key) })).toMatchObject(inactive)
      }
    })

    test('RFC 7662 §4: a client sees only its own credential’s tokens, unless it may inspect any', async () => {
      const token = await grant(server, key)
      const sibling = await newClient()
      expect(await post(url, { token, ...inBody(sibling) })).toMatchObject(inactive)
      expect((await post(url, { token, ...inBody(gateway) })).body).toMatchObject({ active: true, client_id: key.clientId })
      // The right comes from the gateway's Builder role as it is held now.
      const gatewayToken = await grant(server, gateway)
      expect(await post(url, { token: gatewayToken, ...inBody(key) })).toMatchObject(inactive)
    })

    test('introspection never extends the idle time', async () => {
      const token = await grant(server, key)
      await sql("UPDATE sessions SET last_used_at = now() - interval '1199 s' WHERE token_hash = $1", [sha256(token)])
      expect((await post(url, { token, ...inBody(key) })).body).toMatchObject({ active: true })
      await new Promise((resolve) => setTimeout(resolve, 1_100))
      expect(await post(url, { token, ...inBody(key) })).toMatchObject(inactive)
    })

    test('RFC 7662 §2.1: client authentication and the token parameter are required', async () => {
      const token = await grant(server, key)
      const anonymous = await post(url, { token })
      expect(anonymous).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
      expect(anonymous.headers.get('www-authenticate')).toBe('Basic realm="Application Credentials", charset="UTF-8"')
      expect((await post(url, { token }, { authorization: `Bearer ${token}` })).status).toBe(401)
      const { status, body } = await post(url, inBody(key))
      expect({ status, body }).toEqual({
        status: 400,
        body: { error: 'invalid_request', error_description: 'The parameter token is missing.' },
      })
      expect(await post(url, `token=${token}&token=${token}&${new URLSearchParams(inBody(key))}`)).toMatchObject({ status: 400 })
      const get = await send(`${url}?token=${token}`, { method: 'GET', headers: basic(key) })
      expect({ status: get.status, allow: get.headers.get('allow') }).toEqual({ status: 405, allow: 'POST, OPTIONS' })
    })

    test('reachable as /OAuth/Introspect and in any letter case', async () => {
      const token = await grant(server, key)
      for (const path of ['/OAuth/Introspect', '/auth/oauth/introspect', '/oauth/INTROSPECT/']) {
        expect((await post(server + path, { token, ...inBody(key) })).body).toMatchObject({ active: true })
      }
    })
  })
}
