import { recordAudit, server } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
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

/**
 * Creates the standard roles, or brings them to what this release ships. Safe to run at every start and in several processes.
 * A custom role that has the name of one steps aside: it is renamed, and whoever holds it keeps exactly what it carries.
 */
export async function seedStandardRoles(now = new Date()): Promise<void> {
  await prisma().$transaction(
    async (tx) => {
      // Keeps other starts and edits of roles waiting; nobody's sign-in or token does.
      await tx.$executeRaw`LOCK TABLE roles IN SHARE ROW EXCLUSIVE MODE`
      const custom = await tx.role.findMany({ where: { standard: false }, select: { id: true, kind: true, name: true } })
      for (const { kind, name, description, features } of standardRoles) {
        const inTheWay = custom.find((role) => role.kind === kind && role.name === name)
        if (inTheWay) await stepAside(tx, inTheWay, custom, now)
        await tx.role.upsert({
          where: { kind_name: { kind, name } },
          create: { kind, name, description, features, standard: true },
          update: { description, features, standard: true },
          select: { id: true },
        })
      }
    },
    { timeout: 20_000 },
  )
}

type NamedRole = { id: string; kind: RoleKind; name: string }

async function stepAside(tx: Prisma.TransactionClient, role: NamedRole, others: NamedRole[], now: Date) {
  let name = `${role.name} (custom)`
  for (let count = 2; others.some((other) => other.kind === role.kind && other.name === name); count++)
    name = `${role.name} (custom ${count})`
  await tx.role.update({ where: { id: role.id }, data: { name, version: { increment: 1 } }, select: { id: true } })
  const target = { type: 'role', id: role.id, name } as const
  await recordAudit(tx, server, { action: 'role.updated', target, before: { name: role.name }, after: { name } }, now)
}
