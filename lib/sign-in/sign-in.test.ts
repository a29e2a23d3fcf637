import { beforeEach, describe, expect, test, vi } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { hashSecret } from '@/lib/secret-format'
import { purgeDeadSessions } from '@/lib/sessions/purge'
import { changeSettings } from '@/lib/settings/settings'
import { credentialOf, everyRow, issueToken, type Person, password, person, roleId } from '@/lib/testing/company'
import { changeUser } from '@/lib/users/change'
import { disableUser, enableUser } from '@/lib/users/disable'
import { checkSignIn } from './check'
import { endSignIn } from './end'
import { verifySignIn } from './verify'

useTestDatabase()

const actor = { id: null, name: 'Test' }
const now = new Date('2025-06-15T11:00:00.000Z')
const secondsLater = (seconds: number) => new Date(now.getTime() + seconds * 1000)

let user: Person

beforeEach(async () => {
  user = await person(['Team Member'], ['Viewer'])
})

const signInRow = () => prisma().signIn.findFirstOrThrow({ omit: { id: true } })
const userRow = () => prisma().user.findUniqueOrThrow({ where: { id: user.id } })

async function signedIn(at = now) {
  const result = await verifySignIn({ email: user.email, password }, at)
  if (!result.ok) throw new Error(result.reason)
  return result.token
}

describe('sign-in with e-mail and password', () => {
  test('right: a token is handed out once, of which the database has only the SHA-256', async () => {
    const result = await verifySignIn({ email: user.email, password }, now)
    expect(result).toEqual({ ok: true, userId: user.id, token: expect.stringMatching(/^[0-9A-Za-z]{32}$/) })
    if (!result.ok) throw new Error(result.reason)
    const { rolesVersion, lastSignInAt } = await userRow()
    expect(lastSignInAt).toEqual(now)
    expect(await signInRow()).toEqual({
      tokenHash: Uint8Array.from(hashSecret(result.token)),
      userId: user.id,
      rolesVersion,
      startedAt: now,
      lastUsedAt: now,
      endedAt: null,
    })
    expect(JSON.stringify(await everyRow())).not.toContain(result.token)
  })

  test.each([
    ['in upper case', (email: string) => email.toUpperCase()],
    ['with spaces around it', (email: string) => `  ${email}\t`],
  ])('the e-mail address counts %s', async (_name, change) => {
    expect(await verifySignIn({ email: change(user.email), password }, now)).toMatchObject({ ok: true, userId: user.id })
  })

  test.each<[string, (right: string) => string]>([
    ['empty', () => ''],
    ['another', () => 'incorrect horse battery'],
    ['in another letter case', (right) => right.toUpperCase()],
    ['cut off', (right) => right.slice(0, -1)],
    ['with a space behind it', (right) => `${right} `],
    ['its own hash', () => '$2b$11$abcdefghijklmnopqrstuv'],
  ])('a password that is %s is wrong', async (_name, change) => {
    const { failed_attempts: _before, audit_events: _none, ...before } = await everyRow()
    expect(await verifySignIn({ email: user.email, password: change(password), timeZone: 'Europe/Paris' }, now)).toEqual({
      ok: false,
      reason: 'wrong',
    })
    const { failed_attempts: counted, audit_events: audited, ...rest } = await everyRow()
    expect(rest).toEqual(before)
    expect(counted).toHaveLength(2)
    expect(audited).toHaveLength(1)
  })

  test.each(['nobody@example.com', '', '%', "' OR 1=1 --", 'person'])('an unknown e-mail looks the same: %j', async (email) => {
    expect(await verifySignIn({ email, password }, now)).toEqual({ ok: false, reason: 'wrong' })
  })

  test.each(['', 'x', password, 'null', '$2b$11$'])('without a password nobody signs in, whatever they try: %j', async (tried) => {
    await prisma().user.update({ where: { id: user.id }, data: { passwordHash: null } })
    expect(await verifySignIn({ email: user.email, password: tried }, now)).toEqual({ ok: false, reason: 'wrong' })
    expect(await prisma().signIn.count()).toBe(0)
  })

  test('a disabled person is told so only after the right password', async () => {
    await disableUser(actor, user.id, now)
    expect(await verifySignIn({ email: user.email, password: 'wrong' }, now)).toEqual({ ok: false, reason: 'wrong' })
    expect(await verifySignIn({ email: user.email, password }, now)).toEqual({ ok: false, reason: 'disabled' })
    expect(await prisma().signIn.count()).toBe(0)
    await enableUser(actor, user.id, now)
    expect(await verifySignIn({ email: user.email, password }, now)).toMatchObject({ ok: true })
  })

  test('people without a Builder role cannot sign in to Builder and are told so, after the right password', async () => {
    await changeUser(actor, user.id, { roleIds: [await roleId('Team Member')] }, now)
    expect(await verifySignIn({ email: user.email, password: 'wrong' }, now)).toEqual({ ok: false, reason: 'wrong' })
    expect(await verifySignIn({ email: user.email, password, timeZone: 'Europe/Paris' }, now)).toEqual({
      ok: false,
      reason: 'no-builder-role',
    })
    expect(await prisma().signIn.count()).toBe(0)
    expect((await userRow()).lastSignInAt).toBeNull()
  })

  test('two sign-ins of one person are two', async () => {
    const [one, other] = [await signedIn(), await signedIn()]
    expect(one).not.toBe(other)
    await endSignIn(one, now)
    expect(await checkSignIn(other, now)).toMatchObject({ ok: true })
  })
})

describe('the browser’s time zone', () => {
  const zoneAfter = async (timeZone: string | undefined) => {
    await verifySignIn({ email: user.email, password, timeZone }, now)
    return (await userRow()).timeZone
  }

  test('is kept at the first sign-in that tells it, and never replaced', async () => {
    await prisma().user.update({ where: { id: user.id }, data: { timeZone: null } })
    expect(await zoneAfter(undefined)).toBeNull()
    expect(await zoneAfter('America/Vancouver')).toBe('America/Vancouver')
    expect(await zoneAfter('Asia/Tokyo')).toBe('America/Vancouver')
  })

  test.each(['', 'Europe/Atlantis', '../etc', "'; --"])('is ignored when it is none: %j', async (timeZone) => {
    await prisma().user.update({ where: { id: user.id }, data: { timeZone: null } })
    expect(await zoneAfter(timeZone)).toBeNull()
    expect(await zoneAfter('Asia/Tokyo')).toBe('Asia/Tokyo')
  })
})

describe('each request checks again', () => {
  test('a live sign-in says who it is, with the access options of their Builder roles only', async () => {
    const token = await signedIn()
    const viewer = ['users:read', 'roles:read', 'settings:read', 'audit:read']
    expect(await checkSignIn(token, secondsLater(1))).toEqual({
      ok: true,
      signInId: (await prisma().signIn.findFirstOrThrow({ select: { id: true } })).id,
      user: { id: user.id, name: user.name, email: user.email, timeZone: 'Europe/London', features: viewer },
      mustChangePassword: false,
    })
    await prisma().user.update({ where: { id: user.id }, data: { timeZone: null } })
    expect(await checkSignIn(token, secondsLater(2))).toMatchObject({ user: { timeZone: 'UTC' } })
  })

  test('idle exactly at the Idle Session Timeout, not a millisecond before', async () => {
    const token = await signedIn()
    expect(await checkSignIn(token, secondsLater(1199.999))).toMatchObject({ ok: true })
    const second = await signedIn()
    expect(await checkSignIn(second, secondsLater(1200))).toEqual({ ok: false, reason: 'idle' })
  })

  test('each use extends it, exactly', async () => {
    const token = await signedIn()
    for (let i = 1; i <= 3; i++) expect(await checkSignIn(token, secondsLater(i * 1199.999))).toMatchObject({ ok: true })
    expect((await signInRow()).lastUsedAt).toEqual(secondsLater(3 * 1199.999))
    expect(await checkSignIn(token, secondsLater(3 * 1199.999 + 1200))).toEqual({ ok: false, reason: 'idle' })
  })

  test('what a page asks by itself is not a use, and is refused as everything else', async () => {
    const token = await signedIn()
    for (let i = 1; i <= 2; i++) expect(await checkSignIn(token, secondsLater(i * 599), { countsAsUse: false })).toMatchObject({ ok: true })
    expect(await checkSignIn(token, secondsLater(1200), { countsAsUse: false })).toEqual({ ok: false, reason: 'idle' })
  })

  test('a refused one is not a use; a clock a little behind takes nothing away, one that was set back is followed', async () => {
    const token = await signedIn()
    await checkSignIn(token, secondsLater(1200))
    expect((await signInRow()).lastUsedAt).toEqual(now)
    await checkSignIn(token, secondsLater(600))
    expect(await checkSignIn(token, secondsLater(595))).toMatchObject({ ok: true })
    expect((await signInRow()).lastUsedAt).toEqual(secondsLater(600))
    expect(await checkSignIn(token, secondsLater(-3600))).toMatchObject({ ok: true })
    expect((await signInRow()).lastUsedAt).toEqual(secondsLater(-3600))
    expect(await checkSignIn(token, secondsLater(-2400))).toEqual({ ok: false, reason: 'idle' })
  })

  test('another Idle Session Timeout counts for those under way, and a longer one revives none', async () => {
    const token = await signedIn()
    await changeSettings(actor, { idleSessionTimeoutMinutes: 1 }, secondsLater(1))
    expect(await checkSignIn(token, secondsLater(60))).toEqual({ ok: false, reason: 'idle' })
    await changeSettings(actor, { idleSessionTimeoutMinutes: 1440 }, secondsLater(61))
    expect(await checkSignIn(token, secondsLater(62))).toEqual({ ok: false, reason: 'ended' })
  })

  const ends: [string, string, () => Promise<unknown>][] = [
    [
      'a role is gained',
      'roles-changed',
      async () =>
        changeUser(actor, user.id, { roleIds: [await roleId('Team Member'), await roleId('Viewer'), await roleId('Administrator')] }, now),
    ],
    [
      'the roles are others',
      'roles-changed',
      async () => changeUser(actor, user.id, { roleIds: [await roleId('Team Leader'), await roleId('Viewer')] }, now),
    ],
    [
      'the last Builder role is lost',
      'roles-changed',
      async () => changeUser(actor, user.id, { roleIds: [await roleId('Team Member')] }, now),
    ],
    [
      'roles are taken and given back',
      'roles-changed',
      async () => {
        await changeUser(actor, user.id, { roleIds: [await roleId('Team Member')] }, now)
        await changeUser(actor, user.id, { roleIds: [await roleId('Team Member'), await roleId('Viewer')] }, now)
      },
    ],
    ['the person is disabled', 'disabled', () => disableUser(actor, user.id, now)],
    [
      'the person is disabled and enabled again',
      'roles-changed',
      async () => {
        await disableUser(actor, user.id, now)
        await enableUser(actor, user.id, now)
      },
    ],
    ['the person is gone', 'ended', () => prisma().user.delete({ where: { id: user.id } })],
  ]
  test.each(ends)('it is over when %s: %s', async (_name, reason, end) => {
    const token = await signedIn()
    await end()
    expect(await checkSignIn(token, secondsLater(1))).toEqual({ ok: false, reason })
    expect(await checkSignIn(token, secondsLater(2))).toEqual({ ok: false, reason })
  })

  test('another person’s change ends nothing of mine', async () => {
    const token = await signedIn()
    const other = await person()
    await disableUser(actor, other.id, now)
    expect(await checkSignIn(token, secondsLater(1))).toMatchObject({ ok: true })
  })

  test.each(['', 'unknown', '0'.repeat(32)])('a token never handed out is no sign-in: %j', async (token) => {
    expect(await checkSignIn(token, now)).toEqual({ ok: false, reason: 'ended' })
  })

  test('an access token or a client secret is none either', async () => {
    const credential = await credentialOf(user)
    for (const token of [credential.secret, await issueToken(credential)]) {
      expect(await checkSignIn(token, now)).toEqual({ ok: false, reason: 'ended' })
    }
  })
})

describe('sign out', () => {
  test('ends this sign-in for good, wherever its cookie was copied to', async () => {
    const token = await signedIn()
    const other = await signedIn()
    await endSignIn(token, secondsLater(1))
    expect(await checkSignIn(token, secondsLater(2))).toEqual({ ok: false, reason: 'ended' })
    expect(await checkSignIn(other, secondsLater(2))).toMatchObject({ ok: true })
    await endSignIn(token, secondsLater(3))
    expect((await prisma().signIn.findMany({ where: { endedAt: { not: null } } })).map((row) => row.endedAt)).toEqual([secondsLater(1)])
  })

  test('with a token nobody has does nothing', async () => {
    const token = await signedIn()
    await endSignIn('unknown', secondsLater(1))
    expect(await checkSignIn(token, secondsLater(2))).toMatchObject({ ok: true })
  })
})

describe('what has been unused for more than a day is removed', () => {
  test('sign-ins and bearer sessions, to the millisecond, and nothing else', async () => {
    const credential = await credentialOf(user)
    const longAgo = { startedAt: secondsLater(-200_000), userId: user.id, rolesVersion: 0 }
    const used = [secondsLater(-86_400.001), secondsLater(-86_400), secondsLater(-1)]
    await prisma().signIn.createMany({
      data: used.map((lastUsedAt, i) => ({ ...longAgo, lastUsedAt, tokenHash: hashSecret(`sign-in ${i}`) })),
    })
    for (const lastUsedAt of used) {
      const { id } = await sessionOf(await issueToken(credential))
      await prisma().session.update({ where: { id }, data: { issuedAt: secondsLater(-200_000), lastUsedAt } })
    }
    expect(await purgeDeadSessions(now)).toBe(2)
    const lastUsed = { select: { lastUsedAt: true }, orderBy: { lastUsedAt: 'asc' } } as const
    const kept = [{ lastUsedAt: secondsLater(-86_400) }, { lastUsedAt: secondsLater(-1) }]
    expect(await prisma().signIn.findMany(lastUsed)).toEqual(kept)
    expect(await prisma().session.findMany(lastUsed)).toEqual(kept)
    expect(await purgeDeadSessions(now)).toBe(0)
  })

  test('however many there are', async () => {
    const row = { userId: user.id, rolesVersion: 0, startedAt: secondsLater(-200_000), lastUsedAt: secondsLater(-200_000) }
    await prisma().signIn.createMany({ data: Array.from({ length: 2500 }, (_, i) => ({ ...row, tokenHash: hashSecret(`sign-in ${i}`) })) })
    expect(await purgeDeadSessions(now)).toBe(2500)
    expect(await prisma().signIn.count()).toBe(0)
  })
})

test('an unknown e-mail, a person without a password and a wrong password take similar time', async () => {
  await verifySignIn({ email: 'nobody@example.com', password: 'warm-up' }, now)
  const noPassword = await person(['Team Member'], ['Viewer'])
  await prisma().user.update({ where: { id: noPassword.id }, data: { passwordHash: null } })
  const spent = { known: [] as number[], unknown: [] as number[], none: [] as number[] }
  const measure = async (email: string, into: number[]) => {
    const start = performance.now()
    await verifySignIn({ email, password: 'wrong password', address: `10.0.0.${into.length}` }, now)
    into.push(performance.now() - start)
  }
  for (let i = 0; i < 7; i++) {
    await measure(user.email, spent.known)
    await measure('nobody@example.com', spent.unknown)
    await measure(noPassword.email, spent.none)
  }
  const median = (times: number[]) => times.sort((a, b) => a - b)[3] ?? Number.NaN
  const medians = Object.values(spent).map(median)
  // Without the decoy hash it would be about a hundred.
  expect(Math.max(...medians) / Math.min(...medians)).toBeLessThan(3)
})

describe('the key of the sign-in cookies', () => {
  /** The function as a process that has just started has it. */
  async function newProcess() {
    const slot = Symbol.for('application-credentials.sign-in-key')
    const slots = globalThis as { [slot: symbol]: unknown }
    const held = slots[slot]
    delete slots[slot]
    vi.resetModules()
    const { signingKey } = await import('./signing-key')
    if (held) slots[slot] = held
    return signingKey
  }

  test('is made once, of 32 random bytes, and shared by all processes', async () => {
    const processes = [await newProcess(), await newProcess(), await newProcess()]
    const [key, ...others] = await Promise.all(processes.map((signingKey) => signingKey()))
    expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(others).toEqual([key, key])
    expect(await processes[0]?.()).toBe(key)
    expect(await (await newProcess())()).toBe(key)
    expect(await prisma().serverKey.findMany({ select: { name: true, value: true } })).toEqual([{ name: 'sign-in-cookie', value: key }])
  })

  test('is NEXTAUTH_SECRET where that is set, which is not stored', async () => {
    vi.stubEnv('NEXTAUTH_SECRET', 'chosen by the operator, 32 characters')
    expect(await (await newProcess())()).toBe('chosen by the operator, 32 characters')
    vi.unstubAllEnvs()
    expect(await prisma().serverKey.count()).toBe(0)
  })
})

async function sessionOf(accessToken: string) {
  return prisma().session.findUniqueOrThrow({ where: { tokenHash: hashSecret(accessToken) }, select: { id: true } })
}

test('a sign-in lasts seven days at most, however often it is used', async () => {
  const token = await signedIn()
  const day = 86_400
  await prisma().signIn.updateMany({ data: { lastUsedAt: secondsLater(7 * day - 1) } })
  expect(await checkSignIn(token, secondsLater(7 * day - 0.001))).toMatchObject({ ok: true })
  expect(await checkSignIn(token, secondsLater(7 * day))).toEqual({ ok: false, reason: 'ended' })
})
