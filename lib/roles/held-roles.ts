import { prisma } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'

/** A role someone holds, as it is shown to them. */
export type HeldRole = Prisma.RoleGetPayload<{ select: typeof heldRole }>

const heldRole = { id: true, kind: true, name: true, description: true, features: true } satisfies Prisma.RoleSelect

/** The roles a person holds now: Operational before Builder, then by name. */
export function heldRoles(userId: string): Promise<HeldRole[]> {
  return prisma().role.findMany({ where: { users: { some: { userId } } }, select: heldRole, orderBy: [{ kind: 'asc' }, { name: 'asc' }] })
}
