import { flag, instant, number, optional, selectList } from '@/lib/db/columns'

/**
 * SessionFacts but `lastUsedAt`, from sessions s, application_credentials c, users u and settings g: whoever asks whether a session
 * lives reads the same ones.
 */
export const facts = {
  revokedAt: optional(instant('s.revoked_at')),
  rolesVersion: number('s.roles_version'),
  secretVersion: number('s.secret_version'),
  currentRolesVersion: number('u.roles_version'),
  currentSecretVersion: number('c.secret_version'),
  previousSecretEndsAt: optional(instant('c.previous_secret_ends_at')),
  credentialExpiresAt: instant('c.expires_at'),
  credentialDisabled: flag('c.disabled_at IS NOT NULL'),
  ownerDisabled: flag('u.disabled_at IS NOT NULL'),
  idleTimeoutSeconds: number('g.idle_session_timeout_seconds'),
}

/** The same as a list to select. */
export const factColumns = selectList(facts)
