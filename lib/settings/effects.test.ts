import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { purgeActivity } from '@/lib/activity/purge'
import { recordCall } from '@/lib/activity/record-call'
import { expiryInstant } from '@/lib/credentials/expiry'
import { database, prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { flushWriteBehind } from '@/lib/db/write-behind'
import { checkSignIn } from '@/lib/sign-in/check'
import { startSignIn } from '@/lib/sign-in/start'
import { callApi, credentialOf, everyRow, issueToken, type Person, person } from '@/lib/testing/company'
import { disableUser } from '@/lib/users/disable'
import { settingsEffects } from './effects'
import { changeSettings } from './settings'

useTestDatabase()

const now = new Date()
const actor = { id: null, name: 'Server' }
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const installed = { idleSessionTimeoutMinutes: 20, maxCredentialLifetimeDays: null, activityRetentionDays: 30 }
const effects = (changed: Partial<Parameters<typeof settingsEffects>[0]>, named = 0, at = now) =>
  settingsEffects({ ...installed, ...changed }, named, at)

describe('a shorter Idle Session Timeout says what it would end', () => {
  let owner: Person

  async function sessionUnusedFor(minutes: number, of = owner) {
    const token = await issueToken(await credentialOf(of))
    await flushWriteBehind()
    const newest = await prisma().session.findFirstOrThrow({
      orderBy: { id: 'desc' },
      where: { lastUsedAt: { gt: ago(1) } },
      select: { id: true },
    })
    await prisma().session.update({ where: { id: newest.id }, data: { lastUsedAt: ago(minutes) } })
    return { token, id: newest.id }
  }

  async function signInUnusedFor(minutes: number) {
    const select = { id: true, name: true, rolesVersion: true, passwordHash: true } as const
    const user = await prisma().user.findUniqueOrThrow({ where: { id: owner.id }, select })
    return (await startSignIn({ ...user, passwordHash: user.passwordHash ?? '' }, undefined, ago(minutes))) ?? ''
  }

  beforeEach(async () => {
    owner = await person()
  })

  test('and saving it does exactly that', async () => {
    const sessions = [await sessionUnusedFor(4), await sessionUnusedFor(5), await sessionUnusedFor(19)]
    const signIns = [await signInUnusedFor(3), await signInUnusedFor(18)]
    expect(await effects({ idleSessionTimeoutMinutes: 5 })).toEqual({
      sessions: { live: 3, unused: 2 },
      signIns: { live: 2, unused: 1 },
      exceeding: null,
      forgottenCalls: 0,
    })
    await changeSettings(actor, { idleSessionTimeoutMinutes: 5 }, now)
    const statuses = await Promise.all(sessions.map(({ token }) => callApi(token)))
    expect(statuses.map(({ status }) => status)).toEqual([200, 401, 401])
    expect(await Promise.all(signIns.map((token) => checkSignIn(token, now)))).toMatchObject([{ ok: true }, { ok: false, reason: 'idle' }])
  })

  test('sessions and sign-ins that are over do not count, for whatever reason', async () => {
    await sessionUnusedFor(20)
    await prisma().session.update({ where: { id: (await sessionUnusedFor(1)).id }, data: { revokedAt: now } })
    const disabled = await person()
    await sessionUnusedFor(1, disabled)
    await disableUser(actor, disabled.id, now)
    await signInUnusedFor(20)
    await prisma().signIn.updateMany({ where: { lastUsedAt: { gt: ago(2) } }, data: { endedAt: now } })
    expect(await effects({ idleSessionTimeoutMinutes: 1 })).toMatchObject({
      sessions: { live: 0, unused: 0 },
      signIns: { live: 0, unused: 0 },
    })
  })

  test('a sign-in of a person whose roles changed, or that has lasted seven days, is over', async () => {
    await signInUnusedFor(1)
    const long = await signInUnusedFor(7 * 24 * 60)
    await prisma().signIn.updateMany({ where: { startedAt: { lt: ago(60) } }, data: { lastUsedAt: ago(1) } })
    expect(await checkSignIn(long, now)).toMatchObject({ ok: false })
    expect((await effects({})).signIns).toEqual({ live: 1, unused: 0 })
    await prisma().user.update({ where: { id: owner.id }, data: { rolesVersion: { increment: 1 } } })
    expect((await effects({})).signIns).toEqual({ live: 0, unused: 0 })
  })
})

describe('a maximum credential lifetime says which existing credentials exceed it', () => {
  test('by number, and by owner, name and expiry for people who may know; not the expired ones', async () => {
    const [ada, ben] = [await person(), await person()]
    await credentialOf(ada, { days: 30 })
    const second = await credentialOf(ada, { days: 31 })
    const longest = await credentialOf(ben, { days: 365 })
    const expired = await credentialOf(ben, { days: 1 })
    await prisma().applicationCredential.update({ where: { id: expired.id }, data: { expiresAt: ago(1) } })
    const counted = { count: 2, lastExpiresOn: longest.expiresOn }
    expect((await effects({ maxCredentialLifetimeDays: 30 })).exceeding).toEqual({ ...counted, first: [] })
    const named = (owner: Person, { id, name, expiresOn }: typeof longest) => ({
      ...{ id, name, expiresOn },
      ownerName: owner.name,
      expiresZone: 'Europe/London',
    })
    expect((await effects({ maxCredentialLifetimeDays: 30 }, 100)).exceeding).toEqual({
      ...counted,
      first: [named(ben, longest), named(ada, second)],
    })
    expect((await effects({ maxCredentialLifetimeDays: 30 }, 1)).exceeding?.first).toEqual([named(ben, longest)])
    expect((await effects({ maxCredentialLifetimeDays: 365 }, 100)).exceeding).toEqual({ count: 0, lastExpiresOn: null, first: [] })
  })

  test('the last date allowed depends on the owner’s zone', async () => {
    const noon = new Date('2026-06-15T11:00:00Z')
    const owner = await person()
    const { id } = await credentialOf(owner)
    const expires = (expiresOn: string, expiresZone: string) =>
      prisma().applicationCredential.update({
        where: { id },
        data: { expiresOn, expiresZone, expiresAt: expiryInstant(expiresOn, expiresZone) },
      })
    const count = async () => (await effects({ maxCredentialLifetimeDays: 1 }, 0, noon)).exceeding?.count
    for (const [zone, latest, next] of [
      ['Europe/London', '2026-06-16', '2026-06-17'],
      ['Pacific/Kiritimati', '2026-06-17', '2026-06-18'],
      ['Pacific/Pago_Pago', '2026-06-16', '2026-06-17'],
    ] as const) {
      await prisma().user.update({ where: { id: owner.id }, data: { timeZone: zone } })
      await expires(latest, zone)
      expect(await count(), zone).toBe(0)
      await expires(next, zone)
      expect(await count(), zone).toBe(1)
    }
    await prisma().user.update({ where: { id: owner.id }, data: { timeZone: null } })
    await expires('2026-06-16', 'UTC')
    expect(await count()).toBe(0)
    // Somebody else's zone that this server does not know keeps nobody from seeing this.
    const stranger = await person()
    await prisma().user.update({ where: { id: stranger.id }, data: { timeZone: 'Europe/Atlantis' } })
    expect(await count()).toBe(0)
  })
})

test('a shorter activity retention says how many calls go, and housekeeping deletes exactly those', async () => {
  const { id } = await credentialOf(await person())
  const path = '/api/v1/me'
  const days = [0, 1, 6.9, 7.1, 8, 29]
  for (const day of days)
    recordCall({
      at: ago(day * 24 * 60),
      credentialId: id,
      sessionId: randomUUID(),
      sessionHint: 'wxyz',
      method: 'GET',
      route: path,
      path,
      status: 200,
      durationMs: 1,
    })
  await flushWriteBehind()
  expect((await effects({ activityRetentionDays: 7 })).forgottenCalls).toBe(3)
  expect((await effects({})).forgottenCalls).toBe(0)
  await changeSettings(actor, { activityRetentionDays: 7 }, now)
  expect(await purgeActivity(now)).toBe(3)
})

test('asking changes nothing', async () => {
  await credentialOf(await person())
  await flushWriteBehind()
  const before = await everyRow()
  await effects({ idleSessionTimeoutMinutes: 1, maxCredentialLifetimeDays: 1, activityRetentionDays: 1 }, 100)
  expect(await everyRow()).toEqual(before)
  expect((await database().pool.query('SELECT count(*)::int AS n FROM settings')).rows).toEqual([{ n: 1 }])
})
