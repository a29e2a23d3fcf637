import { listRoles } from '@/lib/roles/list'
import { invalidField } from './problem'

/**
 * The ids of both kinds of roles as one list.
 * @throws {Problem} 422 at `operational_role_ids` or `builder_role_ids` when one names no role of its kind, or no Operational role is left
 */
export async function rolesOfKind(operational: string[], builder: string[]): Promise<string[]> {
  const roles = await listRoles()
  const known = (kind: 'OPERATIONAL' | 'BUILDER') => new Set(roles.filter((role) => role.kind === kind).map((role) => role.id))
  if (operational.length === 0) throw invalidField('operational_role_ids', 'Choose at least one Operational role.')
  if (!operational.every((id) => known('OPERATIONAL').has(id)))
    throw invalidField('operational_role_ids', 'Not every id is that of an Operational role. See GET /api/v1/roles.')
  if (!builder.every((id) => known('BUILDER').has(id)))
    throw invalidField('builder_role_ids', 'Not every id is that of a Builder role. See GET /api/v1/roles.')
  return [...operational, ...builder]
}
