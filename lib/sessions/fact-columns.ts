/**
 * The columns of SessionFacts but `lastUsedAt`, from sessions s, application_credentials c, users u and settings g: whoever asks
 * whether a session lives reads the same ones.
 */
export const factColumns = `
  s.revoked_at AS "revokedAt", s.roles_version AS "rolesVersion", s.secret_version AS "secretVersion",
  u.roles_version AS "currentRolesVersion", c.secret_version AS "currentSecretVersion", c.previous_secret_ends_at AS "previousSecretEndsAt",
  c.expires_at AS "credentialExpiresAt", c.disabled_at IS NOT NULL AS "credentialDisabled", u.disabled_at IS NOT NULL AS "ownerDisabled",
  g.idle_session_timeout_seconds AS "idleTimeoutSeconds"`
