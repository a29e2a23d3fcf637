import { beforeEach, describe, expect, test } from 'vitest'
import { database, prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { oneAddress, source } from '@/lib/failed-attempts/limits'
import { recordFailure } from '@/lib/failed-attempts/record'
import { type Person, password, person, roleId } from '@/lib/testing/company'
import { changeUser } from '@/lib/users/change'
import { disableUser } from '@/lib/users/disable'
import { endSignIn } from './end'
import { verifySignIn } from './verify'

useTestDatabase()

const now = new Date('2026-06-15T11:00:00.000Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const address = '203.0.113.7'
let user: Person

beforeEach(async () => {
  user = await person(['Team Member'], ['Viewer'])
})

const audited = () =>
  prisma().auditEvent.findMany({ where: { action: { startsWith: 'sign-in.' } }, omit: { id: true, before: true }, orderBy: { id: 'asc' } })

const unknown = { actorId: null, actorName: 'Unknown person', address }
const proved = () => ({ actorId: user.id, actorName: user.name, address })
const onUser = () => ({ targetType: 'user', targetId: user.id, targetName: user.name })
const onNobody = { targetType: 'user', targetId: '', targetName: 'Nobody' }
const refused = (reason: string) => ({ at: now, action: 'sign-in.refused', after: { reason } })

describe('every sign-in is audited, with who, when and from where', () => {
  test('succeeded, and ended once', async () => {
    const result = await verifySignIn({ email: user.email, password, address }, now)
    if (!result.ok) throw new Error(result.reason)
    await endSignIn(result.token, later(60), address)
    await endSignIn(result.token, later(61), address)
    expect(await audited()).toEqual([
      { at: now, action: 'sign-in.succeeded', ...proved(), ...onUser(), after: null },
      { at: later(60), action: 'sign-in.ended', ...proved(), ...onUser(), after: null },
    ])
  })

  test('nobody is signed in without a trace', async () => {
    const { pool } = database()
    await pool.query('ALTER TABLE audit_events ADD CONSTRAINT no_more CHECK (false) NOT VALID')
    try {
      await expect(verifySignIn({ email: user.email, password, address }, now)).rejects.toThrow()
      expect(await prisma().signIn.count()).toBe(0)
    } finally {
      await pool.query('ALTER TABLE audit_events DROP CONSTRAINT no_more')
    }
  })

  test('refused for a wrong password: the account is named, but not as who tried', async () => {
    await verifySignIn({ email: user.email, password: 'wrong password', address }, now)
    expect(await audited()).toEqual([{ ...refused('Wrong password'), ...unknown, ...onUser() }])
  })

  test.each(['correct horse battery', 'Tr0ub4dor&3', 'nobody@example.com'])(
    'refused for an unknown e-mail, which is kept nowhere: it may be a password. %s',
    async (typed) => {
      await verifySignIn({ email: typed, password: 'whatever it is', address }, now)
      expect(await audited()).toEqual([{ ...refused('Nobody has this e-mail address'), ...unknown, ...onNobody }])
      expect(JSON.stringify(await prisma().auditEvent.findMany({ omit: { id: true } }))).not.toContain(typed)
    },
  )

  test('refused although the password was right: who it was is known', async () => {
    await changeUser({ id: null, name: 'Test' }, user.id, { roleIds: [await roleId('Team Member')] }, now)
    await verifySignIn({ email: user.email, password, address }, now)
    await disableUser({ id: null, name: 'Test' }, user.id, now)
    await verifySignIn({ email: user.email, password, address }, now)
    expect(await audited()).toEqual([
      { ...refused('No Builder role'), ...proved(), ...onUser() },
      { ...refused('Account disabled'), ...proved(), ...onUser() },
    ])
  })
})

describe('a flood does not fill the log', () => {
  const reasons = async () =>
    (await audited()).map(({ after, targetName }) => [
      targetName,
      after !== null && typeof after === 'object' && 'reason' in after && after.reason,
    ])

  test('of one account: ten refusals, then one line for the burst, however long it goes on; the next hour one more', async () => {
    const tries = async (count: number, at: Date) => {
      for (let i = 0; i < count; i++) await verifySignIn({ email: user.email, password: 'wrong', address }, at)
    }
    const burst = [user.name, 'Too many failed attempts for this account from this address']
    await tries(14, now)
    const expected = [...Array(10).fill([user.name, 'Wrong password']), burst]
    expect(await reasons()).toEqual(expected)
    // One more try a minute leaks through; it is the same burst.
    await tries(3, later(70))
    await tries(3, later(1800))
    expect(await reasons()).toEqual(expected)
    await tries(2, later(3601))
    await tries(10, later(3602))
    expect((await reasons()).filter(([, reason]) => reason === burst[1])).toHaveLength(2)
  })

  test('of one address that tries many accounts: its limit and one line; what it does to real accounts still shows', async () => {
    // All but the last two of what one address may try; each real try takes its quarter of a second.
    const soFar = source(oneAddress, 'account address', address)
    await recordFailure(Array(58).fill(soFar), now)
    for (let i = 0; i < 5; i++) await verifySignIn({ email: `nobody${i}@example.com`, password: 'x', address }, now)
    const unknownTries = (await reasons()).filter(([, reason]) => reason === 'Nobody has this e-mail address')
    expect(unknownTries).toHaveLength(2)
    expect((await reasons()).slice(2)).toEqual([[address, 'Too many failed attempts from this address']])
    // Time enough for two tries.
    await verifySignIn({ email: 'nobody@example.com', password: 'x', address }, later(10))
    await verifySignIn({ email: user.email, password: 'x', address }, later(10))
    expect((await reasons()).slice(3)).toEqual([[user.name, 'Wrong password']])
  })

  test('nor the table of failures: from an address that has to wait, ever new e-mail addresses add no row each', async () => {
    await recordFailure(Array(60).fill(source(oneAddress, 'account address', address)), now)
    // As many at once as one address has places for.
    for (let round = 0; round < 5; round++) {
      const tries = Array.from({ length: 8 }, (_, i) => ({ email: `new${round}-${i}@example.com`, password: 'x', address }))
      const results = await Promise.all(tries.map((tried) => verifySignIn(tried, now)))
      expect(results).toEqual(tries.map(() => ({ ok: false, reason: 'too-many-attempts' })))
    }
    const { rows } = await database().pool.query('SELECT level FROM failed_attempts')
    expect(rows).toEqual([{ level: 60 }])
    expect(await reasons()).toEqual([[address, 'Too many failed attempts from this address']])
  })

  test('of an unknown account: the same limit, and nothing of what was typed', async () => {
    for (let i = 0; i < 13; i++) await verifySignIn({ email: 'hunter2', password: 'x', address }, now)
    expect((await reasons()).slice(10)).toEqual([['Nobody', 'Too many failed attempts for this account from this address']])
    expect(JSON.stringify(await reasons())).not.toContain('hunter2')
  })
})
