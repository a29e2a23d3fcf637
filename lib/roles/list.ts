import { prisma } from '@/lib/db/client'
import type { HeldRole } from './held-roles'

/** Every role: Operational before Builder, then by name. */
export function listRoles(): Promise<(HeldRole & { standard: boolean })[]> {
  return prisma().role.findMany({
    select: { id: true, kind: true, name: true, description: true, features: true, standard: true },
    orderBy: [{ kind: 'asc' }, { name: 'asc' }],
  })
}
