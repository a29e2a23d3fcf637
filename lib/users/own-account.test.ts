import { beforeEach, describe, expect, test } from 'vitest'
import { createCredential } from '@/lib/credentials/create'
import { listCredentials } from '@/lib/credentials/list'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { checkSignIn } from '@/lib/sign-in/check'
import { verifySignIn } from '@/lib/sign-in/verify'
import { callApi, credentialOf, everyRow, issueToken, type Person, password, person, roleId } from '@/lib/testing/company'
import { changeOwnAccount } from './change-own-account'
import { changeOwnPassword } from './change-own-password'
import { ownAccount } from './own-account-schema'
import { passwordChange } from './password-schema'
import { resetPassword } from './reset-password'

useTestDatabase()

const now = new Date('2025-06-15T11:00:00.000Z')
const chosen = 'a password of my own'

let user: Person

beforeEach(async () => {
  user = await person(['Team Member'], ['Viewer'])
})

async function signedIn(at = now, secret = password) {
  const result = await verifySignIn({ email: user.email, password: secret }, at)
  if (!result.ok) throw new Error(result.reason)
  const check = await checkSignIn(result.token, at)
  if (!check.ok) throw new Error(check.reason)
  return { token: result.token, signInId: check.signInId, mustChangePassword: check.mustChangePassword }
}

const here = async () => ({ ...user, address: '192.0.2.7', signInId: (await signedIn()).signInId })
const events = () =>
  prisma().auditEvent.findMany({
    where: { targetId: user.id, action: { startsWith: 'user.' } },
    omit: { id: true, at: true, targetId: true },
    orderBy: { id: 'asc' },
  })

describe('Change password', () => {
  test('the new one works, the old one does not, and neither is anywhere in the database', async () => {
    expect(await changeOwnPassword(await here(), { current: password, chosen }, now)).toEqual({ ok: true, endedSignIns: 0 })
    expect(await verifySignIn({ email: user.email, password }, now)).toEqual({ ok: false, reason: 'wrong' })
    expect(await verifySignIn({ email: user.email, password: chosen }, now)).toMatchObject({ ok: true })
    const rows = JSON.stringify(await everyRow())
    expect(rows).not.toContain(chosen)
    expect(rows).not.toContain(password)
  })

  test('ends my other sign-ins, and tells how many were alive; this one and those of others stay', async () => {
    const longAgo = new Date(now.getTime() - 1200 * 1000)
    const idle = await signedIn(longAgo)
    const others = [await signedIn(), await signedIn()]
    const mine = await signedIn()
    const stranger = await person(['Team Member'], ['Viewer'])
    const theirs = await verifySignIn({ email: stranger.email, password }, now)
    const result = await changeOwnPassword({ ...user, signInId: mine.signInId }, { current: password, chosen }, now)
    expect(result).toEqual({ ok: true, endedSignIns: 2 })
    for (const { token } of others) expect(await checkSignIn(token, now)).toEqual({ ok: false, reason: 'ended' })
    // It was over before.
    expect(await checkSignIn(idle.token, now)).toEqual({ ok: false, reason: 'idle' })
    expect(await checkSignIn(mine.token, now)).toMatchObject({ ok: true })
    expect(await checkSignIn(theirs.ok ? theirs.token : '', now)).toMatchObject({ ok: true })
    expect(await events()).toEqual([
      {
        actorId: user.id,
        actorName: user.name,
        address: null,
        action: 'user.password-changed',
        targetType: 'user',
        targetName: user.name,
        before: null,
        after: { endedSignIns: 2 },
      },
    ])
  })

  test('credentials and their tokens have nothing to do with it', async () => {
    const token = await issueToken(await credentialOf(user))
    await changeOwnPassword(await here(), { current: password, chosen }, now)
    expect((await callApi(token)).status).toBe(200)
  })

  test('a wrong current password changes nothing, and so does the same one again', async () => {
    const me = await here()
    const { failed_attempts: earlier, ...before } = await everyRow()
    expect(await changeOwnPassword(me, { current: 'wrong password', chosen }, now)).toEqual({ ok: false, reason: 'wrong-password' })
    expect(await changeOwnPassword(me, { current: password, chosen: password }, now)).toEqual({ ok: false, reason: 'same-password' })
    const { failed_attempts: counted, ...after } = await everyRow()
    expect(after).toEqual(before)
    // The account and the address, from where the password was tried.
    expect(counted).toHaveLength((earlier?.length ?? 0) + 2)
  })

  test('wrong ones count as at sign-in: ten, then neither here nor there is another let through', async () => {
    const me = await here()
    for (let i = 0; i < 10; i++) {
      expect(await changeOwnPassword(me, { current: 'wrong password', chosen }, now)).toEqual({ ok: false, reason: 'wrong-password' })
    }
    expect(await changeOwnPassword(me, { current: password, chosen }, now)).toEqual({ ok: false, reason: 'too-many-attempts' })
    const again = { email: user.email, password, address: me.address }
    expect(await verifySignIn(again, now)).toEqual({ ok: false, reason: 'too-many-attempts' })
    expect(await verifySignIn({ ...again, address: '192.0.2.8' }, now)).toMatchObject({ ok: true })
    const later = new Date(now.getTime() + 60_000)
    expect(await changeOwnPassword(me, { current: password, chosen }, later)).toMatchObject({ ok: true })
  })

  test('of two at once one wins, and a sign-in with the old password under way does not survive', async () => {
    const me = await here()
    const change = (to: string) => changeOwnPassword(me, { current: password, chosen: to }, now)
    const results = await Promise.all([change(chosen), change('another one of mine')])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.filter(({ ok }) => !ok)).toEqual([{ ok: false, reason: 'wrong-password' }])
    const old = results[0]?.ok ? chosen : 'another one of mine'
    const [changed, attempt] = await Promise.all([
      changeOwnPassword(me, { current: old, chosen: 'the last of them' }, now),
      verifySignIn({ email: user.email, password: old }, now),
    ])
    expect(changed).toMatchObject({ ok: true })
    if (attempt.ok) expect(await checkSignIn(attempt.token, now)).toEqual({ ok: false, reason: 'ended' })
    else expect(attempt.reason).toBe('wrong')
  })

  test('opens Builder to somebody who had to', async () => {
    await prisma().user.update({ where: { id: user.id }, data: { mustChangePassword: true } })
    const mine = await signedIn()
    expect(mine.mustChangePassword).toBe(true)
    await changeOwnPassword({ ...user, signInId: mine.signInId }, { current: password, chosen }, now)
    expect(await checkSignIn(mine.token, now)).toMatchObject({ ok: true, mustChangePassword: false })
  })

  test.each<[Partial<Record<'current' | 'chosen' | 'repeated', string>>, [string, string][]]>([
    [{}, []],
    [{ current: '' }, [['current', 'Enter your current password.']]],
    [{ chosen: 'eleven char', repeated: 'eleven char' }, [['chosen', 'Use at least 12 characters.']]],
    [
      { chosen: 'é'.repeat(37), repeated: 'é'.repeat(37) },
      [['chosen', 'Use at most 72 bytes: 72 plain letters or digits, fewer with accents or other scripts.']],
    ],
    [{ repeated: 'a password of my owm' }, [['repeated', 'The two are not the same.']]],
  ])('what the form may send: %j', (wrong, issues) => {
    const parsed = passwordChange.safeParse({ current: password, chosen, repeated: chosen, ...wrong })
    expect(parsed.error?.issues.map(({ path, message }) => [path.join(), message]) ?? []).toEqual(issues)
  })
})

describe('Profile', () => {
  test('name and time zone are saved, and only what changed is audited', async () => {
    await changeOwnAccount(user, { name: 'Somebody Else', timeZone: 'Europe/London' }, now)
    await changeOwnAccount(user, { name: 'Somebody Else', timeZone: 'Asia/Tokyo' }, now)
    await changeOwnAccount(user, { name: 'Somebody Else', timeZone: 'Asia/Tokyo' }, now)
    const row = await prisma().user.findUniqueOrThrow({ where: { id: user.id }, select: { name: true, timeZone: true, version: true } })
    expect(row).toEqual({ name: 'Somebody Else', timeZone: 'Asia/Tokyo', version: 2 })
    const common = {
      actorId: user.id,
      actorName: user.name,
      address: null,
      action: 'user.updated',
      targetType: 'user',
      targetName: 'Somebody Else',
    }
    expect(await events()).toEqual([
      { ...common, before: { name: user.name }, after: { name: 'Somebody Else' } },
      { ...common, before: { timeZone: 'Europe/London' }, after: { timeZone: 'Asia/Tokyo' } },
    ])
  })

  test('another time zone never moves an expiry date, signs nobody out and ends no token', async () => {
    const { token } = await signedIn()
    const accessToken = await issueToken(await credentialOf(user))
    const before = await listCredentials(user.id)
    await changeOwnAccount(user, { name: user.name, timeZone: 'Pacific/Kiritimati' }, now)
    const pick = ({ expiresOn, expiresZone, expiresAt }: (typeof before)[number]) => ({ expiresOn, expiresZone, expiresAt })
    expect((await listCredentials(user.id)).map(pick)).toEqual(before.map(pick))
    expect(await checkSignIn(token, now)).toMatchObject({ ok: true, user: { timeZone: 'Pacific/Kiritimati' } })
    expect((await callApi(accessToken)).status).toBe(200)
    const input = { name: 'New', expiresOn: '2099-12-31', operationalRoleId: await roleId('Team Member'), builderRoleId: null }
    await createCredential({ ...user, timeZone: 'Pacific/Kiritimati' }, input, now)
    expect((await listCredentials(user.id)).find(({ name }) => name === 'New')?.expiresAt).toEqual(new Date('2099-12-31T10:00:00.000Z'))
  })

  test.each([
    [{ name: ' ' }, 'Enter a name.'],
    [{ timeZone: 'Europe/Atlantis' }, 'Choose a time zone from the list.'],
    [{ timeZone: '' }, 'Choose a time zone from the list.'],
    [{ email: 'other@example.com' }, 'Unrecognized key: "email"'],
    [{ id: 'x' }, 'Unrecognized key: "id"'],
  ])('%j is refused', (wrong, message) => {
    const parsed = ownAccount.safeParse({ name: 'Me', timeZone: 'UTC', ...wrong })
    expect(parsed.error?.issues.map((issue) => issue.message)).toEqual([message])
  })
})

describe('reset-password', () => {
  test('the printed password works to choose another; sign-ins end, tokens live on; the server’s own deed', async () => {
    const { token } = await signedIn()
    const stranger = await person(['Team Member'], ['Viewer'])
    const theirs = await verifySignIn({ email: stranger.email, password }, now)
    const accessToken = await issueToken(await credentialOf(user))
    const reset = await resetPassword(` ${user.email.toUpperCase()} `, now)
    expect(reset).toEqual({
      ok: true,
      password: expect.stringMatching(/^[0-9A-Za-z]{20}$/),
      endedSignIns: 1,
      isDisabled: false,
      hasBuilderRole: true,
    })
    if (!reset.ok) throw new Error(reset.reason)
    expect(JSON.stringify(await everyRow())).not.toContain(reset.password)
    expect(await checkSignIn(token, now)).toEqual({ ok: false, reason: 'ended' })
    expect(await checkSignIn(theirs.ok ? theirs.token : '', now)).toMatchObject({ ok: true })
    expect((await callApi(accessToken)).status).toBe(200)
    expect(await verifySignIn({ email: user.email, password }, now)).toEqual({ ok: false, reason: 'wrong' })
    expect((await signedIn(now, reset.password)).mustChangePassword).toBe(true)
    expect((await events()).map(({ actorName, action, after }) => [actorName, action, after])).toEqual([
      ['Server', 'user.password-reset', { endedSignIns: 1 }],
    ])
  })

  test('neither enables nor gives roles, but says what is missing', async () => {
    await prisma().user.update({ where: { id: user.id }, data: { disabledAt: now } })
    const outsider = await person(['Team Member'], [])
    expect(await resetPassword(user.email, now)).toMatchObject({ isDisabled: true, hasBuilderRole: true })
    expect(await resetPassword(outsider.email, now)).toMatchObject({ isDisabled: false, hasBuilderRole: false })
    expect((await prisma().user.findUniqueOrThrow({ where: { id: user.id } })).disabledAt).toEqual(now)
  })

  test('for nobody it changes nothing', async () => {
    const before = await everyRow()
    expect(await resetPassword('nobody@example.com', now)).toEqual({ ok: false, reason: 'not-found' })
    expect(await everyRow()).toEqual(before)
  })
})
