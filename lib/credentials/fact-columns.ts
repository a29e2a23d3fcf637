import { flag, instant, number, optional } from '@/lib/db/columns'

/**
 * What holds now of a credential, its owner and the settings, from application_credentials c, users u and settings g: clients are judged
 * by it, and so are their sessions.
 */
export const currentFacts = {
  currentRolesVersion: number('u.roles_version'),
  currentSecretVersion: number('c.secret_version'),
  previousSecretEndsAt: optional(instant('c.previous_secret_ends_at')),
  credentialExpiresAt: instant('c.expires_at'),
  credentialDisabled: flag('c.disabled_at IS NOT NULL'),
  ownerDisabled: flag('u.disabled_at IS NOT NULL'),
  idleTimeoutSeconds: number('g.idle_session_timeout_seconds'),
}
