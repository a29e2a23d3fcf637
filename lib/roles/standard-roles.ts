import { prisma } from '@/lib/db/client'
import type { RoleKind } from '@/lib/db/generated/enums'
import { builderFeatures, type Feature } from './features'

type StandardRole = { kind: RoleKind; name: string; description: string; features: Feature[] }

/** The roles every installation has. They cannot be edited; a newer release may widen them. */
export const standardRoles: StandardRole[] = [
  { kind: 'OPERATIONAL', name: 'Team Member', description: 'Works on tickets.', features: ['tickets:read', 'tickets:write'] },
  {
    kind: 'OPERATIONAL',
    name: 'Team Leader',
    description: 'Works on tickets and assigns them.',
    features: ['tickets:read', 'tickets:write', 'tickets:assign'],
  },
  {
    kind: 'BUILDER',
    name: 'Administrator',
    description: 'Everything in Builder.',
    features: Object.keys(builderFeatures) as Feature[],
  },
  {
    kind: 'BUILDER',
    name: 'User Manager',
    description: 'Looks after people and their roles.',
    features: ['users:read', 'users:write', 'roles:read'],
  },
  {
    kind: 'BUILDER',
    name: 'Viewer',
    description: 'Sees Builder, changes nothing.',
    features: ['users:read', 'roles:read', 'settings:read', 'audit:read'],
  },
]

/** Creates the standard roles, or brings them to what this release ships. Safe to run at every start and in several processes. */
export async function seedStandardRoles(): Promise<void> {
  for (const { kind, name, description, features } of standardRoles) {
    await prisma().role.upsert({
      where: { kind_name: { kind, name } },
      create: { kind, name, description, features, standard: true },
      update: { description, features, standard: true },
    })
  }
}
