import { expect, test } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { builderFeatures } from '@/lib/roles/features'
import { callApi, credentialOf, issueToken, person } from '@/lib/testing/company'
import { roles } from './roles'

useTestDatabase()

test('lists every role with its access options: Operational before Builder, then by name', async () => {
  const custom = await prisma().role.create({ data: { kind: 'OPERATIONAL', name: 'Night Shift', features: [] }, select: { id: true } })
  const accessToken = await issueToken(await credentialOf(await person(), { builder: 'Administrator' }))
  const { status, body } = await callApi(accessToken, roles, { path: '/api/v1/roles' })
  const ids = new Map((await prisma().role.findMany({ select: { id: true, name: true } })).map(({ id, name }) => [name, id]))
  const role = (kind: string, name: string, description: string, features: string[], standard = true) => ({
    id: ids.get(name),
    kind,
    name,
    description,
    features,
    standard,
  })
  expect([status, body]).toEqual([
    200,
    {
      roles: [
        { ...role('OPERATIONAL', 'Night Shift', '', [], false), id: custom.id },
        role('OPERATIONAL', 'Team Leader', 'Works on tickets and assigns them.', ['tickets:read', 'tickets:write', 'tickets:assign']),
        role('OPERATIONAL', 'Team Member', 'Works on tickets.', ['tickets:read', 'tickets:write']),
        role('BUILDER', 'Administrator', 'Everything in Builder.', Object.keys(builderFeatures)),
        role('BUILDER', 'User Manager', 'Looks after people and their roles.', ['users:read', 'users:write', 'roles:read']),
        role('BUILDER', 'Viewer', 'Sees Builder, changes nothing.', ['users:read', 'roles:read', 'settings:read', 'audit:read']),
      ],
    },
  ])
})
