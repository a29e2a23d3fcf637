import type { Prisma } from '@/lib/db/generated/client'

type HeldRoleRow = { id: string; kind: 'OPERATIONAL' | 'BUILDER'; name: string }

/**
 * The names of the chosen roles if the owner holds them all and each is of its kind, else undefined.
 * Holds them in place until the transaction ends, so that a role taken away in another tab cannot slip in between.
 */
export async function lockHeldRoles(
  tx: Prisma.TransactionClient,
  ownerId: string,
  chosen: { operationalRoleId: string; builderRoleId: string | null },
): Promise<{ operationalRole: string; builderRole: string | null } | undefined> {
  const held = await tx.$queryRaw<HeldRoleRow[]>`
    SELECT r.id, r.kind::text AS kind, r.name FROM user_roles h JOIN roles r ON r.id = h.role_id
    WHERE h.user_id = ${ownerId}::uuid FOR KEY SHARE OF h`
  const operational = held.find((role) => role.id === chosen.operationalRoleId && role.kind === 'OPERATIONAL')
  const builder = held.find((role) => role.id === chosen.builderRoleId && role.kind === 'BUILDER')
  if (!operational || (chosen.builderRoleId && !builder)) return undefined
  return { operationalRole: operational.name, builderRole: builder?.name ?? null }
}
