import { beforeEach, describe, expect, test } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { changeSettings } from '@/lib/settings/settings'
import { everyRow, type Person, person, roleId } from '@/lib/testing/company'
import { createCredential } from './create'
import { deleteCredential } from './delete'
import { updateCredential } from './update'

useTestDatabase()

/** Noon of 15 June 2025 in London. */
const now = new Date('2025-06-15T11:00:00.000Z')
const actor = { id: null, name: 'Server' }
let owner: Person
let operationalRoleId: string

beforeEach(async () => {
  owner = await person()
  operationalRoleId = await roleId('Team Member')
})

const limit = (maxCredentialLifetimeDays: number | null) => changeSettings(actor, { maxCredentialLifetimeDays }, now)
const create = (expiresOn: string, by = owner, name = 'Nightly export') =>
  createCredential(by, { name, expiresOn, operationalRoleId, builderRoleId: null }, now)

async function created(expiresOn: string) {
  await create(expiresOn)
  const { id } = await prisma().applicationCredential.findFirstOrThrow({ select: { id: true } })
  return id
}

describe('the maximum credential lifetime', () => {
  test('allows a new credential to expire so many days from today, and not one later', async () => {
    await limit(30)
    const before = await everyRow()
    expect(await create('2025-07-16')).toEqual({ ok: false, reason: 'lifetime-exceeded', latest: '2025-07-15' })
    expect(await everyRow()).toEqual(before)
    expect(await create('2025-07-15')).toMatchObject({ ok: true })
  })

  test('counts from today in the owner’s zone', async () => {
    await limit(1)
    expect(await create('2025-06-18', { ...owner, timeZone: 'Pacific/Kiritimati' })).toMatchObject({ latest: '2025-06-17' })
    expect(await create('2025-06-17', { ...owner, timeZone: 'Pacific/Pago_Pago' })).toMatchObject({ latest: '2025-06-16' })
  })

  test('unlimited again, any date is accepted', async () => {
    await limit(30)
    await limit(null)
    expect(await create('2035-06-15')).toMatchObject({ ok: true })
  })

  test('applies to an edited date, earlier than before or not', async () => {
    const id = await created('2026-12-31')
    await limit(30)
    const edit = (expiresOn: string) => updateCredential(owner, id, { name: 'Nightly export', expiresOn }, now)
    const before = await everyRow()
    for (const date of ['2027-01-31', '2026-01-01', '2025-07-16']) {
      expect(await edit(date), date).toEqual({ ok: false, reason: 'lifetime-exceeded', latest: '2025-07-15' })
    }
    expect(await everyRow()).toEqual(before)
    expect(await edit('2025-07-15')).toEqual({ ok: true })
  })

  test('leaves an existing credential that exceeds it as it is: it can be renamed and deleted', async () => {
    const id = await created('2026-12-31')
    await limit(30)
    expect(await updateCredential(owner, id, { name: 'Renamed', expiresOn: '2026-12-31' }, now)).toEqual({ ok: true })
    expect(await prisma().applicationCredential.findUniqueOrThrow({ where: { id }, select: { name: true, expiresOn: true } })).toEqual({
      name: 'Renamed',
      expiresOn: '2026-12-31',
    })
    expect(await deleteCredential(owner, id, now)).toEqual({ ok: true })
  })

  test('an expired one is revived within it only', async () => {
    const id = await created('2025-06-20')
    const afterwards = new Date('2025-08-01T11:00:00Z')
    await limit(30)
    const edit = (expiresOn: string) => updateCredential(owner, id, { name: 'Nightly export', expiresOn }, afterwards)
    expect(await edit('2025-09-01')).toEqual({ ok: false, reason: 'lifetime-exceeded', latest: '2025-08-31' })
    expect(await edit('2025-08-31')).toEqual({ ok: true })
  })
})
