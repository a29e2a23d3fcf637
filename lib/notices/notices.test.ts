import { describe, expect, test } from 'vitest'
import { deleteCredential } from '@/lib/credentials/delete'
import { addDays, expiryInstant, todayIn } from '@/lib/credentials/expiry'
import { updateCredential } from '@/lib/credentials/update'
import { database, prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { credentialOf, type Person, person } from '@/lib/testing/company'
import { disableUser, enableUser } from '@/lib/users/disable'
import { createNotices } from './create'
import { listNotices } from './list'
import { markNoticesRead } from './mark-read'
import { purgeNotices } from './purge'

useTestDatabase()

const hour = 3_600_000
const actor = { id: null, name: 'Server' }
const at = (date: string, time: string) => new Date(`${date}T${time}Z`)

/** A credential that works through the end of 31 December 2026 in London, by default created long before. */
async function endOfYear(owner: Person, createdAt = at('2026-06-01', '12:00:00')) {
  const credential = await credentialOf(owner)
  const expiresAt = expiryInstant('2026-12-31', owner.timeZone)
  await prisma().applicationCredential.update({
    where: { id: credential.id },
    data: { expiresOn: '2026-12-31', expiresZone: owner.timeZone, expiresAt, createdAt },
  })
  return { ...credential, expiresAt }
}

const stored = async () => {
  const rows = await prisma().notice.findMany({ orderBy: { daysBefore: 'desc' }, select: { daysBefore: true } })
  return rows.map(({ daysBefore }) => daysBefore)
}

describe('14, 3 and 1 day before expiry the owner gets a notice', () => {
  test('at the beginning of the day so many days before the last one, and once for each', async () => {
    const owner = await person()
    await endOfYear(owner)
    const made: [string, number][] = []
    for (let now = at('2026-12-10', '00:30:00'); now < at('2027-01-03', '00:00:00'); now = new Date(now.getTime() + hour)) {
      if ((await createNotices(now)) > 0) made.push([now.toISOString(), (await stored()).at(-1) ?? 0])
    }
    expect(made).toEqual([
      ['2026-12-17T00:30:00.000Z', 14],
      ['2026-12-28T00:30:00.000Z', 3],
      ['2026-12-30T00:30:00.000Z', 1],
    ])
  })

  test('it says what the list of credentials says: the days count in the zone of the date', async () => {
    const owner = { ...(await person()), timeZone: 'Pacific/Kiritimati' }
    await endOfYear(owner)
    expect(await createNotices(at('2026-12-27', '09:59:59'))).toBe(1)
    expect(await stored()).toEqual([14])
    expect(todayIn('Pacific/Kiritimati', at('2026-12-27', '10:00:00'))).toBe('2026-12-28')
    expect(await createNotices(at('2026-12-27', '10:00:00'))).toBe(1)
    expect(await stored()).toEqual([14, 3])
  })

  test('each in its own zone, also one that PostgreSQL or this runtime does not know', async () => {
    await expect(database().pool.query("SELECT now() AT TIME ZONE 'US/Pacific-New'")).rejects.toThrow('not recognized')
    for (const zone of ['US/Pacific-New', 'Europe/London', 'Pacific/Kiritimati', 'Europe/Atlantis']) {
      const { id } = await endOfYear(await person())
      await prisma().applicationCredential.update({ where: { id }, data: { expiresZone: zone } })
    }
    expect(await createNotices(at('2026-12-27', '00:00:00'))).toBe(4)
    const made: [string, number][] = []
    for (const time of ['27T09:59', '27T10:00', '27T23:59', '28T00:00', '28T07:59', '28T08:00']) {
      made.push([time, await createNotices(new Date(`2026-12-${time}:00Z`))])
    }
    expect(made.filter(([, count]) => count > 0)).toEqual([
      ['27T10:00', 1],
      ['28T00:00', 2],
      ['28T08:00', 1],
    ])
  })

  test('to the second when a clock change is between', async () => {
    const { id } = await endOfYear(await person())
    const data = { expiresOn: '2026-10-31', expiresAt: expiryInstant('2026-10-31', 'Europe/London') }
    await prisma().applicationCredential.update({ where: { id }, data })
    expect(await createNotices(at('2026-10-16', '22:59:59'))).toBe(0)
    expect(await createNotices(at('2026-10-16', '23:00:00'))).toBe(1)
    expect(await createNotices(at('2026-10-27', '23:59:59'))).toBe(0)
    expect(await createNotices(at('2026-10-28', '00:00:00'))).toBe(1)
  })

  test('only the most urgent one when several times have passed since, as after a long stop of the server', async () => {
    await endOfYear(await person())
    expect(await createNotices(at('2026-12-31', '09:00:00'))).toBe(1)
    expect(await stored()).toEqual([1])
    expect(await createNotices(at('2026-12-31', '10:00:00'))).toBe(0)
  })

  test('nothing more once it has expired', async () => {
    const { expiresAt } = await endOfYear(await person())
    expect(await createNotices(expiresAt)).toBe(0)
  })
})

describe('who has just chosen a date that near knows', () => {
  test.each([
    [20, [14, 3, 1]],
    [15, [14, 3, 1]],
    [14, [3, 1]],
    [5, [3, 1]],
    [3, [1]],
    [2, [1]],
    [1, []],
    [0, []],
  ])('a credential created %d days before its last one, at whatever time of the day: notices %j', async (days, notices) => {
    const owner = await person()
    const [first, ...others] = ['00:00:00', '00:59:59', '12:00:00', '23:59:59'].map((time) => at(addDays('2026-12-31', -days), time))
    const { expiresAt } = await endOfYear(owner, first)
    for (const createdAt of others) await endOfYear(owner, createdAt)
    for (let now = Number(first); now < Number(expiresAt); now += hour) await createNotices(new Date(now))
    expect(await stored()).toEqual(notices.flatMap((daysBefore) => [first, ...others].map(() => daysBefore)))
  })

  test('so does who extends it: the notices of the date before are gone, those of the new date come in their time', async () => {
    const owner = await person()
    const { id, name } = await endOfYear(owner)
    const now = at('2026-12-28', '12:00:00')
    await createNotices(now)
    expect((await listNotices(owner.id, now)).map(({ credentialId }) => credentialId)).toEqual([id])
    await updateCredential(owner, id, { name, expiresOn: '2027-01-02' }, now)
    expect(await listNotices(owner.id, now)).toEqual([])
    expect(await createNotices(now)).toBe(0)
    expect(await createNotices(at('2026-12-30', '12:00:00'))).toBe(1)
    expect(await createNotices(at('2027-01-01', '12:00:00'))).toBe(1)
    expect(await stored()).toEqual([3, 3, 1])
  })

  test('renaming is no choice of a date', async () => {
    const owner = await person()
    const { id } = await endOfYear(owner)
    const now = at('2026-12-28', '12:00:00')
    await updateCredential(owner, id, { name: 'Renamed', expiresOn: '2026-12-31' }, now)
    expect(await createNotices(now)).toBe(1)
    expect((await listNotices(owner.id, now)).map(({ credentialName }) => credentialName)).toEqual(['Renamed'])
  })
})

describe('what a person sees', () => {
  const now = at('2026-12-28', '12:00:00')

  test('their own notices, the most urgent of each credential, soonest expiry first', async () => {
    const owner = await person()
    const later = await endOfYear(owner)
    const sooner = await endOfYear(owner)
    await prisma().applicationCredential.update({
      where: { id: sooner.id },
      data: { expiresOn: '2026-12-29', expiresAt: expiryInstant('2026-12-29', owner.timeZone) },
    })
    await endOfYear(await person())
    await createNotices(at('2026-12-20', '12:00:00'))
    await createNotices(now)
    expect(await listNotices(owner.id, now)).toEqual(
      [
        { ...sooner, expiresOn: '2026-12-29' },
        { ...later, expiresOn: '2026-12-31' },
      ].map(({ id, name, expiresOn }) => ({
        id: expect.any(String),
        credentialId: id,
        credentialName: name,
        expiresOn,
        expiresZone: 'Europe/London',
        isRead: false,
      })),
    )
    expect(await prisma().notice.count()).toBe(6)
  })

  test('marked as read it stays so; the next one is unread again; nobody marks another person’s', async () => {
    const owner = await person()
    await endOfYear(owner)
    const isRead = async (time: Date) => (await listNotices(owner.id, time)).map((notice) => notice.isRead)
    await createNotices(now)
    const ids = (await listNotices(owner.id, now)).map(({ id }) => id)
    await markNoticesRead((await person()).id, ids, now)
    expect(await isRead(now)).toEqual([false])
    await markNoticesRead(owner.id, ids, now)
    expect(await isRead(now)).toEqual([true])
    const nextDay = at('2026-12-30', '12:00:00')
    await createNotices(nextDay)
    expect(await isRead(nextDay)).toEqual([false])
  })

  test('nothing about a credential that was deleted, or has expired', async () => {
    const owner = await person()
    const { id, expiresAt } = await endOfYear(owner)
    await createNotices(now)
    expect(await listNotices(owner.id, new Date(expiresAt.getTime() - 1))).toHaveLength(1)
    expect(await listNotices(owner.id, expiresAt)).toEqual([])
    expect(await deleteCredential(owner, id, now)).toEqual({ ok: true })
    expect(await prisma().notice.count()).toBe(0)
  })

  test('nothing about a disabled credential, and of an enabled one what then applies', async () => {
    const owner = await person()
    const { id } = await endOfYear(owner)
    await createNotices(at('2026-12-20', '12:00:00'))
    await prisma().applicationCredential.update({ where: { id }, data: { disabledAt: now } })
    expect(await listNotices(owner.id, now)).toEqual([])
    expect(await createNotices(now)).toBe(0)
    await prisma().applicationCredential.update({ where: { id }, data: { disabledAt: null } })
    expect(await createNotices(now)).toBe(1)
    expect(await stored()).toEqual([14, 3])
  })

  test('nothing is made for a disabled person', async () => {
    const owner = await person()
    await endOfYear(owner)
    await disableUser(actor, owner.id, now)
    expect(await createNotices(now)).toBe(0)
    await enableUser(actor, owner.id, now)
    expect(await createNotices(now)).toBe(1)
  })
})

test('notices of an expiry that has passed are forgotten', async () => {
  const owner = await person()
  const { expiresAt } = await endOfYear(owner)
  await createNotices(at('2026-12-28', '12:00:00'))
  expect(await purgeNotices(new Date(expiresAt.getTime() - 1))).toBe(0)
  expect(await purgeNotices(expiresAt)).toBe(1)
  expect(await stored()).toEqual([])
})
