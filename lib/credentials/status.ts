import { daysBetween, todayIn } from './expiry'
import type { CredentialRole, CredentialSummary } from './list'

/** From this many days before its last one, a credential is shown as expiring. */
export const expiringSoonDays = 14

/** What the list says about a credential, the most urgent truth first. */
export type CredentialStatus =
  | { kind: 'disabled'; by: string | null; at: Date }
  | { kind: 'expired' }
  | { kind: 'role-removed'; roles: string[] }
  | { kind: 'expires-today' }
  | { kind: 'expiring'; days: number }
  | { kind: 'never-used' }
  | { kind: 'active' }

type Judged = Pick<CredentialSummary, 'disabledAt' | 'disabledByName' | 'expiresAt' | 'expiresOn' | 'expiresZone' | 'lastUsedAt'> & {
  operationalRole: Pick<CredentialRole, 'name' | 'held'>
  builderRole: Pick<CredentialRole, 'name' | 'held'> | null
}

/** Derives the status of a credential at `now`. Days count in the zone its expiry date was set in. */
export function credentialStatus(credential: Judged, now: Date): CredentialStatus {
  if (credential.disabledAt) return { kind: 'disabled', by: credential.disabledByName, at: credential.disabledAt }
  if (credential.expiresAt <= now) return { kind: 'expired' }
  const removed = [credential.operationalRole, credential.builderRole].filter((role) => role !== null && !role.held)
  if (removed.length > 0) return { kind: 'role-removed', roles: removed.map((role) => role?.name ?? '') }
  const days = daysBetween(todayIn(credential.expiresZone, now), credential.expiresOn)
  if (days <= 0) return { kind: 'expires-today' }
  if (days <= expiringSoonDays) return { kind: 'expiring', days }
  return credential.lastUsedAt ? { kind: 'active' } : { kind: 'never-used' }
}
