/** What a session was issued with, and what holds now; read in one statement. */
export type SessionFacts = {
  lastUsedAt: Date
  revokedAt: Date | null
  /** The owner's roles and the credential's secret when the session was issued … */
  rolesVersion: number
  secretVersion: number
  /** … and now. */
  currentRolesVersion: number
  currentSecretVersion: number
  /** While it lies ahead, the secret before the current one still works. */
  previousSecretEndsAt: Date | null
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
  // What had idled out by then was only marked (see mark-idle.ts).
  if (session.revokedAt) return isIdle(session, session.revokedAt, session.idleTimeoutSeconds) ? 'idle' : 'revoked'
  if (session.ownerDisabled) return 'owner-disabled'
  if (session.credentialDisabled) return 'credential-disabled'
  if (session.credentialExpiresAt <= now) return 'credential-expired'
  if (secretEnd(session) <= now) return 'secret-replaced'
  if (session.rolesVersion !== session.currentRolesVersion) return 'roles-changed'
  if (isIdle(session, now, session.idleTimeoutSeconds)) return 'idle'
  return undefined
}

type SecretFacts = Pick<SessionFacts, 'secretVersion' | 'currentSecretVersion' | 'previousSecretEndsAt'>

const never = new Date(8.64e15)
const longAgo = new Date(0)

/** When a secret of that version stops working: never while it is the current one, at its retirement if it is the one before. */
function secretEnd({ secretVersion, currentSecretVersion, previousSecretEndsAt }: SecretFacts): Date {
  if (secretVersion === currentSecretVersion) return never
  return secretVersion === currentSecretVersion - 1 && previousSecretEndsAt ? previousSecretEndsAt : longAgo
}

/** When the session would idle out if it were last used at `lastUse`; never past the end of its credential or of its secret. */
export function endsAt(session: SecretFacts & Pick<SessionFacts, 'credentialExpiresAt' | 'idleTimeoutSeconds'>, lastUse: Date): Date {
  const idleOut = lastUse.getTime() + session.idleTimeoutSeconds * 1000
  return new Date(Math.min(idleOut, session.credentialExpiresAt.getTime(), secretEnd(session).getTime()))
}
