import { expect, test } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { person } from '@/lib/testing/company'
import { seedStandardRoles, standardRoles } from './standard-roles'

useTestDatabase()

const now = new Date('2025-06-15T11:00:00.000Z')
const roles = () => prisma().role.findMany({ omit: { id: true, version: true }, orderBy: [{ kind: 'asc' }, { name: 'asc' }] })

test('every start brings the standard roles to what this release ships, and touches no custom one', async () => {
  await prisma().role.create({ data: { kind: 'OPERATIONAL', name: 'Viewer', features: ['tickets:read'] } })
  const before = await roles()
  await prisma().role.updateMany({ where: { standard: true }, data: { features: [], description: 'tampered' } })
  await Promise.all([seedStandardRoles(now), seedStandardRoles(now)])
  expect(await roles()).toEqual(before)
  expect(before.filter((role) => role.standard)).toHaveLength(standardRoles.length)
  expect(await prisma().auditEvent.count()).toBe(0)
})

test('a custom role with the name of a new standard one steps aside; who holds it keeps exactly what it carries', async () => {
  await prisma().role.updateMany({ where: { name: 'Viewer' }, data: { standard: false, features: ['users:read'], description: 'Ours.' } })
  await prisma().role.create({ data: { kind: 'BUILDER', name: 'Viewer (custom)', features: [] } })
  const holder = await person(['Team Member'], ['Viewer'])
  await seedStandardRoles(now)
  const { roles: held, rolesVersion } = await prisma().user.findUniqueOrThrow({
    where: { id: holder.id },
    select: { rolesVersion: true, roles: { where: { role: { kind: 'BUILDER' } }, select: { role: { omit: { id: true } } } } },
  })
  const moved = { kind: 'BUILDER', name: 'Viewer (custom 2)', description: 'Ours.', features: ['users:read'], standard: false, version: 1 }
  expect(held.map(({ role }) => role)).toEqual([moved])
  // Their roles are the same ones: nobody is signed out.
  expect(rolesVersion).toBe(2)
  expect(await prisma().role.findMany({ where: { name: 'Viewer' }, select: { standard: true } })).toEqual([{ standard: true }])
  expect(await prisma().auditEvent.findMany({ select: { actorName: true, action: true, before: true, after: true } })).toEqual([
    { actorName: 'Server', action: 'role.updated', before: { name: 'Viewer' }, after: { name: 'Viewer (custom 2)' } },
  ])
})
