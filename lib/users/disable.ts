import type { Authority } from '@/lib/roles/authority'
import { type ChangeRefused, changeUser } from './change'

/**
 * Disables a person: every bearer token that acts for them and every sign-in of theirs ends at once, and for good: a database
 * trigger raises `rolesVersion`, so they stay dead when the person is enabled again.
 */
export function disableUser(authority: Authority, userId: string, now: Date): Promise<{ ok: true } | ChangeRefused> {
  return changeUser(authority, userId, { disabled: true }, now)
}

/** Enables a disabled person again. Revives no token and no sign-in. */
export function enableUser(authority: Authority, userId: string, now: Date): Promise<{ ok: true } | ChangeRefused> {
  return changeUser(authority, userId, { disabled: false }, now)
}
