/** The facts that decide whether a session lives, read in one statement. */
export type SessionFacts = {
  lastUsedAt: Date
  revokedAt: Date | null
  /** The owner's roles and the credential's secret when the session was issued … */
  rolesVersion: number
  secretVersion: number
  /** … and now. */
  currentRolesVersion: number
  currentSecretVersion: number
  credentialExpiresAt: Date
  credentialDisabled: boolean
  ownerDisabled: boolean
  /** The Idle Session Timeout in force now. */
  idleTimeoutSeconds: number
}

/** Why a session is over. A deleted credential has no session left to ask about. */
export type DeathReason =
  | 'revoked'
  | 'owner-disabled'
  | 'credential-disabled'
  | 'credential-expired'
  | 'secret-replaced'
  | 'roles-changed'
  | 'idle'

/** Whether `idleTimeoutSeconds` have passed since the last use. */
export function isIdle(session: { lastUsedAt: Date }, now: Date, idleTimeoutSeconds: number): boolean {
  return now.getTime() - session.lastUsedAt.getTime() >= idleTimeoutSeconds * 1000
}

/**
 * The one rule of a token's life: why the session is dead at `now`, or undefined while it lives.
 * API calls, introspection and screens all ask this function.
 */
export function causeOfDeath(session: SessionFacts, now: Date): DeathReason | undefined {
  if (session.revokedAt) return 'revoked'
  if (session.ownerDisabled) return 'owner-disabled'
  if (session.credentialDisabled) return 'credential-disabled'
  if (session.credentialExpiresAt <= now) return 'credential-expired'
  if (session.secretVersion !== session.currentSecretVersion) return 'secret-replaced'
  if (session.rolesVersion !== session.currentRolesVersion) return 'roles-changed'
  if (isIdle(session, now, session.idleTimeoutSeconds)) return 'idle'
  return undefined
}

/** When the session would idle out if it were used at `now` and never again; never past the credential's own end. */
export function endsAt(session: { credentialExpiresAt: Date; idleTimeoutSeconds: number }, now: Date): Date {
  return new Date(Math.min(now.getTime() + session.idleTimeoutSeconds * 1000, session.credentialExpiresAt.getTime()))
}
