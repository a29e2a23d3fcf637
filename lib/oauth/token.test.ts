import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { deleteCredential } from '@/lib/credentials/delete'
import { database, prisma, setDatabase } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { hashSecret, isWellFormedSecret } from '@/lib/secret-format'
import { answer, callApi, credentialOf, issueToken, type Person, person, roleId, tokenRequest } from '@/lib/testing/company'
import { changeUser } from '@/lib/users/change'
import { disableUser } from '@/lib/users/disable'
import { token } from './token'

useTestDatabase()

const actor = { id: null, name: 'Test' }
let owner: Person
let credential: Awaited<ReturnType<typeof credentialOf>>
let form: Record<string, string>

beforeEach(async () => {
  owner = await person(['Team Member', 'Team Leader'], ['Administrator'])
  credential = await credentialOf(owner, { builder: 'Administrator' })
  form = { grant_type: 'client_credentials', client_id: credential.clientId, client_secret: credential.secret }
})

afterEach(() => {
  vi.useRealTimers()
})

let caller = 0
/** An address nobody has called from: failures are counted by address. */
const elsewhere = () => ({ 'x-forwarded-for': `10.0.${++caller >> 8}.${caller & 255}` })

/** Sends a token request; status, whole body, and the headers that matter. */
async function ask(body: Record<string, string> | string, headers: Record<string, string> = {}) {
  return shown(await token(tokenRequest(body, { ...elsewhere(), ...headers })))
}

async function shown(response: Response) {
  const { status, headers, body } = await answer(response)
  const names = ['content-type', 'cache-control', 'pragma', 'www-authenticate', 'retry-after', 'allow', 'connection']
  return { status, headers: Object.fromEntries(names.flatMap((name) => (headers.has(name) ? [[name, headers.get(name)]] : []))), body }
}

const always = { 'content-type': 'application/json', 'cache-control': 'no-store', pragma: 'no-cache' }
const challenge = { 'www-authenticate': 'Basic realm="Application Credentials", charset="UTF-8"' }
const success = {
  status: 200,
  headers: always,
  body: { access_token: expect.stringMatching(/^act_[0-9A-Za-z]{38}$/), token_type: 'Bearer', expires_in: 1200 },
}

function refused(error: string, description: string, status = 400, headers: Record<string, string> = {}) {
  return { status, headers: { ...always, ...headers }, body: { error, error_description: description } }
}
const invalidClient = (description: string) => refused('invalid_client', description, 401, challenge)
const unknownOrWrong = invalidClient('Unknown client_id or wrong client_secret. Check both; a lost Secret Key can be replaced in Builder.')
const malformedBasic = invalidClient('The Authorization header must be Basic with base64 of client_id:client_secret.')

const base64 = (text: string) => Buffer.from(text).toString('base64')
const basic = (id: string, secret: string) => ({ authorization: `Basic ${base64(`${id}:${secret}`)}` })
const grant = 'grant_type=client_credentials'
const encodeAll = (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

describe('success is RFC 6749 §5.1: access_token, token_type, expires_in, never cached', () => {
  test('client_secret_post', async () => {
    const reply = await ask(form)
    expect(reply).toEqual(success)
    expect(isWellFormedSecret('act_', reply.body.access_token)).toBe(true)
    expect((await callApi(reply.body.access_token)).status).toBe(200)
  })

  test('client_secret_basic', async () => {
    expect(await ask(grant, basic(credential.clientId, credential.secret))).toEqual(success)
  })

  test('client_secret_basic, both parts form-encoded, down to every character', async () => {
    expect(await ask(grant, basic(encodeAll(credential.clientId), encodeAll(credential.secret)))).toEqual(success)
  })

  test.each([
    [
      'the scheme in any letter case',
      () => ({ authorization: basic(form.client_id as string, form.client_secret as string).authorization.replace('Basic', 'bAsIc') }),
      grant,
    ],
    [
      'the same client_id in the body',
      () => basic(credential.clientId, credential.secret),
      () => `${grant}&client_id=${credential.clientId}`,
    ],
    [
      'an empty client_secret in the body, which counts as omitted',
      () => basic(credential.clientId, credential.secret),
      `${grant}&client_secret=`,
    ],
  ])('client_secret_basic with %s', async (_name, headers, body) => {
    expect(await ask(typeof body === 'string' ? body : body(), headers())).toEqual(success)
  })

  test.each([
    [
      'percent-encoded in full',
      () =>
        `grant_type=${encodeAll('client_credentials')}&client_id=${encodeAll(credential.clientId)}&client_secret=${encodeAll(credential.secret)}`,
    ],
    ['in another order', () => `client_secret=${credential.secret}&${grant}&client_id=${credential.clientId}`],
    ['with a parameter nobody knows', () => `${grant}&client_id=${credential.clientId}&client_secret=${credential.secret}&hello=world`],
    [
      'with the client id in upper case',
      () => `${grant}&client_id=${credential.clientId.toUpperCase()}&client_secret=${credential.secret}`,
    ],
  ])('a body %s', async (_name, body) => {
    expect(await ask(body())).toEqual(success)
  })

  test('a body naming another owner, credential or role changes nothing', async () => {
    const other = await credentialOf(await person())
    const extra = { ownerId: 'x', owner_id: 'x', userId: 'x', clientId: other.clientId, target: other.clientId, role: 'Administrator' }
    const { body } = await ask({ ...form, ...extra })
    expect((await callApi(body.access_token)).body).toMatchObject({
      owner: { id: owner.id },
      credential: { client_id: credential.clientId },
      roles: { operational: 'Team Member', builder: 'Administrator' },
    })
  })
})

describe('every error is RFC 6749 §5.2', () => {
  const missingGrant = 'The parameter grant_type is missing.'
  const mediaType = (sent: string) =>
    `The body must be form data (application/x-www-form-urlencoded); ${sent}. In Postman choose Body, then x-www-form-urlencoded.`
  const badPercent = 'The body has a % that is not followed by a valid UTF-8 code; encode every value.'
  const both = 'Send client_id and client_secret either in the body or in the Authorization header, not in both.'
  const missing = (what: string) => invalidClient(`${what} missing. Send both in the body, or both in a Basic Authorization header.`)
  const full = () => new URLSearchParams(form).toString()

  test.each<[string, () => string, ReturnType<typeof refused>]>([
    ['no grant_type', () => full().replace(`${grant}&`, ''), refused('invalid_request', missingGrant)],
    ['an empty grant_type', () => full().replace(grant, 'grant_type='), refused('invalid_request', missingGrant)],
    ['Grant_Type', () => full().replace('grant_type', 'Grant_Type'), refused('invalid_request', missingGrant)],
    ...[
      'password',
      'authorization_code',
      'refresh_token',
      'CLIENT_CREDENTIALS',
      'client_credentials ',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
    ].map((type): [string, () => string, ReturnType<typeof refused>] => [
      `grant_type=${type}`,
      () => full().replace(grant, `grant_type=${encodeURIComponent(type)}`),
      refused('unsupported_grant_type', 'Only grant_type=client_credentials is supported.'),
    ]),
    ['no client_id', () => full().replace(/&client_id=[^&]*/, ''), missing('client_id is')],
    ['no client_secret', () => full().replace(/&client_secret=[^&]*/, ''), missing('client_secret is')],
    ['neither', () => grant, missing('client_id and client_secret are')],
    ['grant_type twice', () => `${full()}&${grant}`, refused('invalid_request', 'The parameter grant_type is sent more than once.')],
    ['client_id twice', () => `${full()}&client_id=x`, refused('invalid_request', 'The parameter client_id is sent more than once.')],
    [
      'client_secret twice',
      () => `client_secret=x&${full()}`,
      refused('invalid_request', 'The parameter client_secret is sent more than once.'),
    ],
    ['an unknown one twice', () => `${full()}&a=1&%61=2`, refused('invalid_request', 'The parameter a is sent more than once.')],
    [
      'CRLF and quotes in a name',
      () => `${full()}&a%22%0D%0Ax:y&a%22%0D%0Ax:y`,
      refused('invalid_request', "The parameter a'??x:y is sent more than once."),
    ],
    ['an invalid percent', () => `${full()}%`, refused('invalid_request', badPercent)],
    ['invalid UTF-8 behind percents', () => `${full()}&a=%ff`, refused('invalid_request', badPercent)],
    ['NUL', () => `${full()}%00`, refused('invalid_request', 'The body contains a NUL character.')],
    [
      '1 MB',
      () => `${full()}&a=${'x'.repeat(1_000_000)}`,
      refused('invalid_request', 'The body is longer than 16384 bytes.', 413, { connection: 'close' }),
    ],
    [
      '10 000 parameters',
      () => `${full()}${'&a=1'.repeat(10_000)}`,
      refused('invalid_request', 'The body is longer than 16384 bytes.', 413, { connection: 'close' }),
    ],
    [
      '65 parameters',
      () => Array.from({ length: 65 }, (_, i) => `a${i}=`).join('&'),
      refused('invalid_request', 'The body has more than 64 parameters.', 413),
    ],
  ])('%s', async (_name, body, expected) => {
    expect(await ask(body())).toEqual(expected)
    expect(await ask(form)).toEqual(success)
  })

  test.each([
    ['application/json', 'you sent application/json'],
    ['multipart/form-data; boundary=x', 'you sent multipart/form-data'],
    ['text/plain;charset=UTF-8', 'you sent text/plain'],
  ])('the media type %s', async (type, sent) => {
    expect(await ask(JSON.stringify(form), { 'content-type': type })).toEqual(refused('invalid_request', mediaType(sent)))
    expect(await ask(form, { 'content-type': type })).toEqual(refused('invalid_request', mediaType(sent)))
  })

  test('no media type', async () => {
    const request = tokenRequest(form)
    request.headers.delete('content-type')
    expect(await shown(await token(request))).toEqual(refused('invalid_request', mediaType('no Content-Type was sent')))
  })

  test('another character set, unless every byte is ASCII', async () => {
    const type = 'application/x-www-form-urlencoded; charset=ISO-8859-1'
    expect(await ask(form, { 'content-type': type })).toEqual(success)
    expect(await ask(`${full()}&a=ü`, { 'content-type': type })).toEqual(refused('invalid_request', 'The body must be UTF-8.'))
  })

  test('a body that is not UTF-8', async () => {
    const body = Buffer.concat([Buffer.from(`${new URLSearchParams(form)}&a=`), Buffer.from([0xff])])
    const request = new Request('http://localhost/', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    })
    expect(await shown(await token(request))).toEqual(refused('invalid_request', 'The body is not valid UTF-8.'))
  })

  test('both ways to authenticate at once, even if both are right', async () => {
    const header = basic(credential.clientId, credential.secret)
    expect(await ask(form, header)).toEqual(refused('invalid_request', both))
    expect(await ask({ grant_type: 'client_credentials', client_secret: 'x' }, header)).toEqual(refused('invalid_request', both))
    expect(await ask(form, { authorization: 'Bearer x' })).toEqual(refused('invalid_request', both))
  })

  test('another client_id in the body than in the header', async () => {
    const other = await credentialOf(owner)
    expect(await ask(`${grant}&client_id=${other.clientId}`, basic(credential.clientId, credential.secret))).toEqual(
      refused('invalid_request', 'The client_id in the body differs from the one in the Authorization header.'),
    )
  })

  test.each<[string, () => string]>([
    ['another scheme', () => `Bearer ${credential.secret}`],
    ['no value', () => 'Basic'],
    ['not base64', () => 'Basic !!!'],
    ['base64url', () => 'Basic YWJj_-=='],
    ['no colon', () => `Basic ${base64(credential.clientId)}`],
    ['no client id', () => `Basic ${base64(`:${credential.secret}`)}`],
    ['no secret', () => `Basic ${base64(`${credential.clientId}:`)}`],
    ['an invalid percent', () => `Basic ${base64(`${credential.clientId}:${credential.secret}%`)}`],
    ['NUL', () => `Basic ${base64(`${credential.clientId}:${credential.secret}%00`)}`],
    ['two values', () => `Basic ${base64(`${credential.clientId}:${credential.secret}`)}, Basic x`],
  ])('a malformed Authorization header: %s', async (_name, authorization) => {
    expect(await ask(grant, { authorization: authorization() })).toEqual(malformedBasic)
  })

  test('parameters in the address, wherever the right ones are', async () => {
    const post = async (query: string, body: string, headers: Record<string, string> = {}) => {
      const request = new Request(`http://localhost/Auth/OAuth/Token?${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...elsewhere(), ...headers },
        body,
      })
      return shown(await token(request))
    }
    const never = (name: string) =>
      refused('invalid_request', `Send ${name} in the body, never in the address; a secret sent there should be replaced.`)
    const all = new URLSearchParams(form).toString()
    expect(await post(all, '')).toEqual(never('grant_type'))
    expect(await post(all, grant)).toEqual(never('grant_type'))
    expect(await post(all, all)).toEqual(never('grant_type'))
    expect(await post(`client_secret=${credential.secret}`, `${grant}&client_id=${credential.clientId}`)).toEqual(never('client_secret'))
    expect(await post(`client_id=${credential.clientId}`, all)).toEqual(never('client_id'))
    expect(await post('scope=tickets:read', all)).toEqual(never('scope'))
    expect(await post('client_id=x', grant, basic(credential.clientId, credential.secret))).toEqual(never('client_id'))
    expect(await prisma().session.count()).toBe(0)
    expect(await post('hello=world', all)).toEqual(success)
  })
})

describe('only POST', () => {
  test.each(['GET', 'PUT', 'DELETE', 'PATCH'])('%s is 405 with Allow', async (method) => {
    const request = new Request(`http://localhost/Auth/OAuth/Token?${new URLSearchParams(form)}`, { method })
    expect(await shown(await token(request))).toEqual(refused('invalid_request', 'Use the POST method.', 405, { allow: 'POST, OPTIONS' }))
  })

  test('HEAD is 405 with Allow', async () => {
    const response = await token(new Request('http://localhost/Auth/OAuth/Token', { method: 'HEAD' }))
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
  })

  test('OPTIONS says so', async () => {
    const response = await token(new Request('http://localhost/Auth/OAuth/Token', { method: 'OPTIONS' }))
    expect([response.status, response.headers.get('allow'), await response.text()]).toEqual([204, 'POST, OPTIONS', ''])
  })
})

describe('an unknown client and a wrong secret cannot be told apart', () => {
  test('same status, same headers, same bytes, by either method', async () => {
    const raw = async (request: Request) => {
      const response = await token(request)
      return [response.status, [...response.headers].sort(), await response.text()]
    }
    const wrong = await raw(tokenRequest({ ...form, client_secret: 'acs_wrong' }, elsewhere()))
    expect(wrong[0]).toBe(401)
    for (const clientId of [
      '7f1c9a52-1111-4222-8333-444444444444',
      'no-uuid',
      '00000000-0000-0000-0000-000000000000',
      "' OR 1=1 --",
      'é'.repeat(200),
    ]) {
      expect(await raw(tokenRequest({ ...form, client_id: clientId }, elsewhere()))).toEqual(wrong)
      expect(await raw(tokenRequest(grant, { ...basic(encodeURIComponent(clientId), 'x'), ...elsewhere() }))).toEqual(wrong)
    }
    expect(await raw(tokenRequest(grant, { ...basic(credential.clientId, 'x'), ...elsewhere() }))).toEqual(wrong)
    expect(await ask({ ...form, client_secret: 'x' })).toEqual(unknownOrWrong)
  })

  test('also while it is expired, disabled, without roles or deleted, or its owner is disabled', async () => {
    const wrong = { ...form, client_secret: `${credential.secret.slice(0, -1)}${credential.secret.endsWith('0') ? '1' : '0'}` }
    await prisma().applicationCredential.update({ where: { id: credential.id }, data: { expiresAt: new Date() } })
    expect(await ask(wrong)).toEqual(unknownOrWrong)
    await prisma().applicationCredential.update({ where: { id: credential.id }, data: { disabledAt: new Date() } })
    expect(await ask(wrong)).toEqual(unknownOrWrong)
    await disableUser(actor, owner.id, new Date())
    expect(await ask(wrong)).toEqual(unknownOrWrong)
    await prisma().userRole.deleteMany({ where: { userId: owner.id } })
    expect(await ask(wrong)).toEqual(unknownOrWrong)
    await deleteCredential(owner, credential.id, new Date())
    expect(await ask(wrong)).toEqual(unknownOrWrong)
    expect(await ask(form)).toEqual(unknownOrWrong)
  })
})

describe('a secret that is not exactly right is wrong', () => {
  test('truncated at every length, from either end', async () => {
    const { secret } = credential
    const cut = Array.from({ length: secret.length - 1 }, (_, i) => i + 1).flatMap((length) => [
      secret.slice(0, length),
      secret.slice(-length),
    ])
    const replies = await Promise.all(cut.map((client_secret) => ask({ ...form, client_secret })))
    expect(replies).toEqual(cut.map(() => unknownOrWrong))
  })

  test('with any one letter in the other case, or all of them', async () => {
    const { secret } = credential
    const flip = (text: string) => text.replace(/[a-z]/gi, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()))
    const flipped = [...secret].map((c, at) => secret.slice(0, at) + flip(c) + secret.slice(at + 1)).filter((it) => it !== secret)
    for (const client_secret of [...flipped, flip(secret), secret.toUpperCase(), secret.toLowerCase()]) {
      expect(await ask({ ...form, client_secret }), client_secret).toEqual(unknownOrWrong)
    }
  })

  test.each<[string, (secret: string) => string]>([
    ['a trailing space', (secret) => `${secret} `],
    ['a leading space', (secret) => ` ${secret}`],
    ['padding', (secret) => `${secret}=`],
    ['a BOM', (secret) => `\ufeff${secret}`],
    ['a zero-width space', (secret) => `${secret}\u200b`],
    ['a homoglyph', (secret) => `а${secret.slice(1)}`],
    ['quotes', (secret) => `"${secret}"`],
    ['itself twice', (secret) => secret + secret],
    ['another secret of the same client behind it', (secret) => `${secret}${'x'.repeat(72)}`],
  ])('with %s', async (_name, change) => {
    const client_secret = change(credential.secret)
    expect(await ask({ ...form, client_secret })).toEqual(unknownOrWrong)
    expect(await ask(grant, basic(credential.clientId, encodeURIComponent(client_secret)))).toEqual(unknownOrWrong)
  })

  describe('with a line break behind it, as echo adds one: the answer says so, and does not tell whether the client exists', () => {
    const hinted = (name: string) =>
      invalidClient(
        `${unknownOrWrong.body.error_description} What you sent as ${name} ends in a line break: send it without, e.g. by printf in place of echo.`,
      )
    const unknown = '7f1c9a52-1111-4222-8333-444444444444'

    test.each(['\n', '\r\n'])('%j', async (end) => {
      for (const id of [credential.clientId, unknown]) {
        const secret = `${credential.secret}${end}`
        expect(await ask({ ...form, client_id: id, client_secret: secret })).toEqual(hinted('client_secret'))
        // curl --data-binary @file
        expect(await ask(`${grant}&client_id=${id}&client_secret=${secret}`)).toEqual(hinted('client_secret'))
        // echo id:secret | base64
        expect(await ask(grant, basic(id, secret))).toEqual(hinted('client_secret'))
        expect(await ask(`${grant}&client_secret=${credential.secret}&client_id=${id}${end}`)).toEqual(hinted('client_id'))
        expect(await ask({ ...form, client_id: `${id}${end}`, client_secret: secret })).toEqual(hinted('client_id and client_secret'))
      }
    })

    test('also while the address has to wait', async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
      const from = elsewhere()
      const answers = []
      for (const id of [credential.clientId, unknown]) {
        const wrong = { ...form, client_id: id, client_secret: `${credential.secret}\n` }
        for (let i = 0; i < 10; i++) await ask(wrong, from)
        answers.push(await ask(wrong, from))
      }
      expect(answers[0]).toMatchObject({
        status: 429,
        body: { error_description: expect.stringMatching(/client_secret ends in a line break/) },
      })
      expect(answers[1]).toEqual(answers[0])
    })
  })

  test('what ends in a line break behind the secret is said, too', async () => {
    const end = ' ends in a line break: send it without, e.g. by printf in place of echo.'
    const body = `client_id=${credential.clientId}&client_secret=${credential.secret}`
    expect(await ask(`${body}&${grant}\n`)).toEqual(
      refused('unsupported_grant_type', `Only grant_type=client_credentials is supported. What you sent as grant_type${end}`),
    )
    const { body: scoped } = await ask(`${body}&${grant}&scope=tickets:read\n`)
    expect(scoped.error).toBe('invalid_scope')
    expect(scoped.error_description).toContain(`What you sent as scope${end}`)
    expect(await ask(`${body}&${grant}&\n`)).toEqual(success)
  })

  test('that of another credential, its hash, its hint, or a token', async () => {
    const other = await credentialOf(owner)
    const hash = hashSecret(credential.secret)
    const wrong = [other.secret, hash.toString('hex'), hash.toString('base64'), credential.secret.slice(-4), await issueToken(credential)]
    for (const client_secret of wrong) expect(await ask({ ...form, client_secret }), client_secret).toEqual(unknownOrWrong)
  })
})

describe('whoever has the right secret is told what is wrong', () => {
  test('expired, to the instant', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
    const expiresAt = new Date(Date.now() + 1000)
    await prisma().applicationCredential.update({ where: { id: credential.id }, data: { expiresAt } })
    vi.setSystemTime(expiresAt.getTime() - 1)
    expect(await ask(form)).toEqual({ ...success, body: { ...success.body, expires_in: 0 } })
    vi.setSystemTime(expiresAt)
    expect(await ask(form)).toEqual(
      invalidClient(`This credential expired at ${expiresAt.toISOString()}. Its owner can choose a later date in Builder.`),
    )
  })

  test('disabled', async () => {
    await prisma().applicationCredential.update({ where: { id: credential.id }, data: { disabledAt: new Date() } })
    expect(await ask(form)).toEqual(invalidClient('This credential was disabled by an administrator.'))
  })

  test('its owner is disabled', async () => {
    await disableUser(actor, owner.id, new Date())
    expect(await ask(form)).toEqual(invalidClient('The account this credential acts for is disabled.'))
  })

  test('no role is left', async () => {
    await changeUser(actor, owner.id, { roleIds: [await roleId('Team Leader')] }, new Date())
    expect(await ask(form)).toEqual(
      refused(
        'unauthorized_client',
        'The owner of this credential no longer holds any of its roles. Create a credential with current roles.',
      ),
    )
  })

  test('nothing was issued', async () => {
    await disableUser(actor, owner.id, new Date())
    await ask(form)
    expect(await prisma().session.count()).toBe(0)
  })
})

describe('the session behind a token', () => {
  test('holds the SHA-256 and the hint of the token, the versions it stands on, and where it came from', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
    const { body } = await ask(form, { 'user-agent': 'export/1.0', 'x-forwarded-for': '1.1.1.1, 203.0.113.7' })
    const versions = await prisma().user.findUniqueOrThrow({ where: { id: owner.id }, select: { rolesVersion: true } })
    expect(await prisma().session.findMany({ omit: { id: true } })).toMatchObject([
      {
        tokenHash: Uint8Array.from(hashSecret(body.access_token)),
        tokenHint: body.access_token.slice(-4),
        credentialId: credential.id,
        operationalRoleId: credential.operationalRoleId,
        builderRoleId: credential.builderRoleId,
        rolesVersion: versions.rolesVersion,
        secretVersion: 1,
        issuedAt: new Date(),
        lastUsedAt: new Date(),
        revokedAt: null,
        ip: '203.0.113.7',
        userAgent: 'export/1.0',
      },
    ])
  })

  test('keeps at most 300 characters of the client’s name, and does without one', async () => {
    await token(tokenRequest(form, { 'user-agent': `x${'y'.repeat(5000)}` }))
    await token(tokenRequest(form))
    const rows = await prisma().session.findMany({ select: { userAgent: true, ip: true }, orderBy: { userAgent: 'asc' } })
    expect(rows).toEqual([
      { userAgent: `x${'y'.repeat(299)}`, ip: null },
      { userAgent: null, ip: null },
    ])
  })

  test('carries only the roles that are left', async () => {
    await changeUser(actor, owner.id, { roleIds: [await roleId('Team Member')] }, new Date())
    await ask(form)
    expect(await prisma().session.findMany({ select: { operationalRoleId: true, builderRoleId: true } })).toEqual([
      { operationalRoleId: credential.operationalRoleId, builderRoleId: null },
    ])
  })
})

describe('many at once', () => {
  test('200 parallel requests get 200 tokens, all distinct, all stored, all alive', async () => {
    const replies = await Promise.all(Array.from({ length: 200 }, () => ask(form)))
    expect(replies).toEqual(Array(200).fill(success))
    const tokens = replies.map(({ body }) => body.access_token as string)
    expect(new Set(tokens).size).toBe(200)
    const stored = await prisma().session.findMany({ select: { tokenHash: true } })
    const hashes = stored.map(({ tokenHash }) => Buffer.from(tokenHash).toString('hex')).sort()
    expect(hashes).toEqual(tokens.map((it) => hashSecret(it).toString('hex')).sort())
    const calls = await Promise.all(tokens.map((it) => callApi(it)))
    expect(new Set(calls.map(({ status }) => status))).toEqual(new Set([200]))
  })

  test('right and wrong ones in one batch each get their own answer', async () => {
    const other = await credentialOf(owner)
    const wrong = { ...form, client_secret: other.secret }
    const replies = await Promise.all(Array.from({ length: 60 }, (_, i) => ask(i % 3 === 0 ? wrong : form)))
    expect(replies).toEqual(Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? unknownOrWrong : success)))
    expect(await prisma().session.count()).toBe(40)
  })

  test('each token acts for the owner whose credential asked for it', async () => {
    const others = await Promise.all([person(), person()])
    const clients = [credential, ...(await Promise.all(others.map((it) => credentialOf(it))))]
    const tokens = await Promise.all(Array.from({ length: 30 }, (_, i) => issueToken(clients[i % 3] as typeof credential)))
    const calls = await Promise.all(tokens.map((it) => callApi(it)))
    expect(calls.map(({ body }) => body.credential.client_id)).toEqual(tokens.map((_, i) => clients[i % 3]?.clientId))
  })
})

describe('when the database is gone', () => {
  test('the answer is 503 with Retry-After, and once it is back requests work without a restart', async () => {
    const working = database()
    const nowhere = new pg.Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 2000 })
    setDatabase({ ...working, pool: nowhere, lookUps: nowhere })
    try {
      expect(await ask(form)).toEqual(
        refused('temporarily_unavailable', 'The server cannot reach its database. Try again in a few seconds.', 503, {
          'retry-after': '5',
        }),
      )
      setDatabase(undefined)
      expect((await ask(form)).status).toBe(503)
    } finally {
      setDatabase(working)
      await nowhere.end()
    }
    expect(await ask(form)).toEqual(success)
  })

  test('a fault of the server itself is 500 and tells nothing', async () => {
    const { pool } = database()
    await pool.query('ALTER TABLE users RENAME COLUMN roles_version TO secret_fault')
    try {
      expect(await ask(form)).toEqual(
        refused('server_error', 'The server failed to answer. Try again; if it persists tell its operator.', 500),
      )
    } finally {
      await pool.query('ALTER TABLE users RENAME COLUMN secret_fault TO roles_version')
    }
  })
})
