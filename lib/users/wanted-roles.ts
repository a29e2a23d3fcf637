import type { Prisma } from '@/lib/db/generated/client'
import type { Lacks } from '@/lib/roles/authority'
import type { UserRoleDetails } from './details'

/** Why somebody cannot be given the roles chosen; `role` is the name of the one that goes too far. */
export type RolesRefused =
  | { ok: false; reason: 'unknown-role' | 'no-operational-role' }
  | { ok: false; reason: 'exceeds-own-access'; role: string; missing: string[] }

/**
 * The roles with these ids, held in place until the transaction ends. Refused when one does not exist, none is Operational, or one that
 * is not `held` already has access options the giver lacks.
 */
export async function wantedRoles(
  tx: Prisma.TransactionClient,
  roleIds: readonly string[],
  held: readonly { id: string }[],
  lacks: Lacks,
): Promise<{ ok: true; roles: UserRoleDetails[] } | RolesRefused> {
  const roles = await tx.$queryRaw<UserRoleDetails[]>`
    SELECT id, kind::text AS kind, name, features, standard FROM roles WHERE id = ANY(${[...roleIds]}::uuid[]) ORDER BY id FOR KEY SHARE`
  if (roles.length !== new Set(roleIds.map((id) => id.toLowerCase())).size) return { ok: false, reason: 'unknown-role' }
  if (!roles.some((role) => role.kind === 'OPERATIONAL')) return { ok: false, reason: 'no-operational-role' }
  for (const role of roles) {
    const missing = held.some(({ id }) => id === role.id) ? [] : lacks(role.features)
    if (missing.length > 0) return { ok: false, reason: 'exceeds-own-access', role: role.name, missing }
  }
  return { ok: true, roles }
}
