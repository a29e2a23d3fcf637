import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { users } from '@/lib/api/users'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { callApi, credentialOf, everyRow, issueToken, type Person, password, person, roleId } from '@/lib/testing/company'
import { addUser } from '@/lib/users/add'
import { changeUser } from '@/lib/users/change'
import { changeOwnPassword } from '@/lib/users/change-own-password'
import { withPasswordPlace } from '@/lib/users/password-places'
import { verifySignIn } from './verify'

useTestDatabase()

const now = new Date('2025-06-15T11:00:00.000Z')
const busy = { ok: false, reason: 'busy' }
const address = '198.51.100.7'

let manager: Person
let holding: Promise<unknown>[]
let letGo: () => void

/** Takes all places of a source, as passwords that wait to be compared do. */
function takeAllPlaces(source: string) {
  const until = new Promise<void>((resolve) => {
    letGo = resolve
  })
  holding = Array.from({ length: 8 }, () => withPasswordPlace(source, () => until))
}

beforeEach(async () => {
  manager = await person(['Team Member'], ['Administrator'])
})

afterEach(async () => {
  letGo()
  await Promise.all(holding)
})

describe('beyond the bounded queue', () => {
  test('a sign-in is refused before anything is counted, looked up or stored; from elsewhere people sign in', async () => {
    takeAllPlaces(address)
    const before = await everyRow()
    expect(await verifySignIn({ email: manager.email, password: 'wrong', address }, now)).toEqual(busy)
    expect(await everyRow()).toEqual(before)
    expect(await verifySignIn({ email: manager.email, password, address: '203.0.113.9' }, now)).toMatchObject({ ok: true })
  })

  test('"Change password" is refused likewise', async () => {
    takeAllPlaces(manager.id)
    const before = await everyRow()
    const change = { current: password, chosen: 'another horse battery' }
    expect(await changeOwnPassword({ ...manager, signInId: '00000000-0000-4000-8000-000000000000' }, change, now)).toEqual(busy)
    expect(await everyRow()).toEqual(before)
  })

  test('what administrators do with passwords too; what needs no hash goes on', async () => {
    const other = await person()
    takeAllPlaces(manager.id)
    const before = await everyRow()
    const input = { name: 'Jane Doe', email: 'jane@example.com', timeZone: null, roleIds: [await roleId('Team Member')] }
    expect(await addUser(manager, { ...input, password }, now)).toEqual(busy)
    expect(await changeUser(manager, other.id, { password: 'another horse battery' }, now)).toEqual(busy)
    expect(await everyRow()).toEqual(before)
    expect(await changeUser(manager, other.id, { name: 'Other' }, now)).toEqual({ ok: true })
    expect(await addUser(manager, input, now)).toMatchObject({ ok: true })
  })
})

describe('refusals are found before any hash is made', () => {
  test('of somebody to be added: forbidden, e-mail taken, unknown role', async () => {
    const viewer = await person(['Team Member'], ['Viewer'])
    const input = { name: 'Jane Doe', email: 'jane@example.com', timeZone: null, roleIds: [await roleId('Team Member')], password }
    takeAllPlaces(viewer.id)
    expect(await addUser(viewer, input, now)).toEqual({ ok: false, reason: 'forbidden' })
    letGo()
    takeAllPlaces(manager.id)
    expect(await addUser(manager, { ...input, email: manager.email }, now)).toEqual({ ok: false, reason: 'email-taken' })
    const unknown = { ...input, roleIds: ['00000000-0000-4000-8000-000000000000'] }
    expect(await addUser(manager, unknown, now)).toEqual({ ok: false, reason: 'unknown-role' })
  })

  test('of somebody to be changed: forbidden, self, not found, e-mail taken', async () => {
    const viewer = await person(['Team Member'], ['Viewer'])
    takeAllPlaces(viewer.id)
    expect(await changeUser(viewer, manager.id, { password }, now)).toEqual({ ok: false, reason: 'forbidden' })
    letGo()
    takeAllPlaces(manager.id)
    const change = (id: string, more = {}) => changeUser(manager, id, { password, ...more }, now)
    expect(await change(manager.id)).toEqual({ ok: false, reason: 'self' })
    expect(await change('00000000-0000-4000-8000-000000000000')).toEqual({ ok: false, reason: 'not-found' })
    expect(await change(viewer.id, { email: manager.email })).toEqual({ ok: false, reason: 'email-taken' })
  })
})

test('`POST /api/v1/users` must not hash: nobody can know the password, so there is none, and no place is needed', async () => {
  const token = await issueToken(await credentialOf(manager, { builder: 'Administrator' }))
  takeAllPlaces(manager.id)
  const body = { name: 'Jane Doe', email: 'jane@example.com', operational_role_ids: [await roleId('Team Member')] }
  expect(await callApi(token, users, { method: 'POST', path: '/api/v1/users', body })).toMatchObject({ status: 201 })
  const jane = await prisma().user.findUniqueOrThrow({ where: { email: 'jane@example.com' }, select: { passwordHash: true } })
  expect(jane).toEqual({ passwordHash: null })
})
