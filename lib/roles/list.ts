import { prisma } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'

/** A role as administrators see it. */
export type RoleSummary = Prisma.RoleGetPayload<{ select: typeof summary }>

/** A role, how many people hold it and how many credentials are limited to it. */
export type RoleInUse = RoleSummary & { people: number; credentials: number }

const summary = {
  id: true,
  kind: true,
  name: true,
  description: true,
  features: true,
  standard: true,
  version: true,
} satisfies Prisma.RoleSelect

/** Every role: Operational before Builder, then by name. */
export function listRoles(): Promise<RoleSummary[]> {
  return prisma().role.findMany({ select: summary, orderBy })
}

/** Every role with its use, in the same order. */
export async function listRolesInUse(): Promise<RoleInUse[]> {
  const rows = await prisma().role.findMany({ select: inUse, orderBy })
  return rows.map(withUse)
}

/** One role with its use. */
export async function findRole(id: string, db: Prisma.TransactionClient = prisma()): Promise<RoleInUse | undefined> {
  const row = await db.role.findUnique({ where: { id }, select: inUse })
  return row ? withUse(row) : undefined
}

const orderBy: Prisma.RoleOrderByWithRelationInput[] = [{ kind: 'asc' }, { name: 'asc' }]

const inUse = {
  ...summary,
  _count: { select: { users: true, operationalCredentials: true, builderCredentials: true } },
} satisfies Prisma.RoleSelect

function withUse({ _count, ...role }: Prisma.RoleGetPayload<{ select: typeof inUse }>): RoleInUse {
  return { ...role, people: _count.users, credentials: _count.operationalCredentials + _count.builderCredentials }
}
