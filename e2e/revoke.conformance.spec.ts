import { expect, test } from '@playwright/test'
import type { ShownKey } from './builder'
import { call } from './clients'
import { basic, forgetFailures, grant, inBody, lanes, newClient, post, send } from './protocol'

let key: ShownKey

test.beforeAll(async () => {
  key = await newClient()
})

test.beforeEach(forgetFailures)

for (const { lane, server } of lanes) {
  const url = `${server}/Auth/OAuth/Revoke`
  const done = { status: 200, text: '' }
  const alive = async (token: string) => (await call(token, '/api/v1/me', {}, server)).status === 200

  test.describe(`revocation endpoint, ${lane}`, () => {
    test('RFC 7009 §2.1: a token is dead once its revocation is answered; other sessions live on', async () => {
      const [token, other] = [await grant(server, key), await grant(server, key)]
      const answer = await post(url, { token, ...inBody(key) })
      expect(answer).toMatchObject(done)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(await alive(token)).toBe(false)
      expect((await post(`${server}/Auth/OAuth/Introspect`, { token, ...inBody(key) })).text).toBe('{"active":false}')
      expect(await alive(other)).toBe(true)
    })

    test('RFC 7009 §2.2: revoking again, or a token that never was, is 200 as well', async () => {
      const token = await grant(server, key)
      for (const gone of [token, token, 'act_never', 'x'.repeat(5_000)])
        expect(await post(url, { token: gone, ...inBody(key) })).toMatchObject(done)
    })

    test('RFC 7009 §2.1: another client’s token is left alone, and the answer does not tell', async () => {
      const token = await grant(server, key)
      const sibling = await newClient()
      const administrator = await newClient({ builder: 'Administrator' })
      for (const other of [sibling, administrator]) expect(await post(url, { token, ...inBody(other) })).toMatchObject(done)
      expect(await alive(token)).toBe(true)
    })

    test('RFC 7009 §2.1: token_type_hint is accepted, a wrong one too', async () => {
      for (const token_type_hint of ['access_token', 'refresh_token', 'nonsense']) {
        const token = await grant(server, key)
        expect(await post(url, { token, token_type_hint }, basic(key))).toMatchObject(done)
        expect(await alive(token)).toBe(false)
      }
    })

    test('RFC 7009 §2.1: client authentication and the token parameter are required', async () => {
      const token = await grant(server, key)
      expect(await post(url, { token })).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
      expect(await post(url, { token, client_id: key.clientId })).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
      expect(await alive(token)).toBe(true)
      const { status, body } = await post(url, inBody(key))
      expect({ status, body }).toEqual({
        status: 400,
        body: { error: 'invalid_request', error_description: 'The parameter token is missing.' },
      })
      const get = await send(`${url}?token=${token}`, { method: 'GET', headers: basic(key) })
      expect({ status: get.status, allow: get.headers.get('allow') }).toEqual({ status: 405, allow: 'POST, OPTIONS' })
      expect(await alive(token)).toBe(true)
    })

    test('reachable as /OAuth/Revoke and in any letter case', async () => {
      for (const path of ['/OAuth/Revoke', '/auth/oauth/revoke', '/oauth/REVOKE/']) {
        const token = await grant(server, key)
        expect(await post(server + path, { token, ...inBody(key) })).toMatchObject(done)
        expect(await alive(token)).toBe(false)
      }
    })
  })
}
