import { expect, test } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { person, roleId } from '@/lib/testing/company'
import { addUser } from './add'
import { findUser } from './details'
import { verifyPassword } from './password'
import { newUserInput } from './schema'

useTestDatabase()

const now = new Date('2025-06-15T11:00:00.000Z')
const input = { name: 'Jane Doe', email: 'jane@example.com', timeZone: null, password: 'correct horse battery' }

test('a new person has the roles chosen, and a password to be changed at the first sign-in; the audit log knows no password', async () => {
  const actor = { ...(await person(['Team Leader'], ['Administrator'])), address: '203.0.113.9' }
  const result = await addUser(actor, { ...input, roleIds: [await roleId('Viewer'), await roleId('Team Member')] }, now)
  if (!result.ok) throw new Error(result.reason)
  const jane = await findUser(result.id)
  expect(jane).toMatchObject({ name: 'Jane Doe', email: 'jane@example.com', timeZone: null, mustChangePassword: true, disabledAt: null })
  expect(jane?.roles.map((role) => role.name)).toEqual(['Team Member', 'Viewer'])
  const { passwordHash } = await prisma().user.findUniqueOrThrow({ where: { id: result.id } })
  expect(await verifyPassword(input.password, passwordHash)).toBe(true)
  const [event, ...others] = await prisma().auditEvent.findMany()
  expect(others).toEqual([])
  expect(event).toMatchObject({
    action: 'user.created',
    actorId: actor.id,
    address: '203.0.113.9',
    targetId: result.id,
    after: { name: 'Jane Doe', email: 'jane@example.com', roles: ['Team Member', 'Viewer'] },
  })
})

test('an e-mail address is taken whatever its letter case; roles must exist, one be Operational and none exceed the giver’s', async () => {
  const manager = await person(['Team Member'], ['User Manager'])
  const add = async (changed: object) => addUser(manager, { ...input, roleIds: [await roleId('Team Member')], ...changed }, now)
  const email = newUserInput.shape.email.parse(manager.email.toUpperCase())
  expect(await add({ email })).toEqual({ ok: false, reason: 'email-taken' })
  expect(await add({ roleIds: [] })).toEqual({ ok: false, reason: 'no-operational-role' })
  expect(await add({ roleIds: [await roleId('User Manager')] })).toEqual({ ok: false, reason: 'no-operational-role' })
  expect(await add({ roleIds: ['00000000-0000-4000-8000-000000000000'] })).toEqual({ ok: false, reason: 'unknown-role' })
  expect(await add({ roleIds: [await roleId('Team Leader')] })).toEqual({
    ok: false,
    reason: 'exceeds-own-access',
    role: 'Team Leader',
    missing: ['tickets:assign'],
  })
  expect(await addUser(await person(['Team Leader'], ['Viewer']), { ...input, roleIds: [await roleId('Team Member')] }, now)).toEqual({
    ok: false,
    reason: 'forbidden',
  })
  expect(await prisma().auditEvent.count()).toBe(0)
})
