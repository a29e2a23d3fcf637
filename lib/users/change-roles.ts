import type { Authority } from '@/lib/roles/authority'
import { type ChangeRefused, changeUser } from './change'

/**
 * Gives a person exactly these roles. Any difference raises their `rolesVersion` (a database trigger does, whoever makes the
 * change), which ends every bearer token that acts for them and every sign-in of theirs.
 */
export function changeRoles(authority: Authority, userId: string, roleIds: string[], now: Date): Promise<{ ok: true } | ChangeRefused> {
  return changeUser(authority, userId, { roleIds }, now)
}
