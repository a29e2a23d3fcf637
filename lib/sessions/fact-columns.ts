import { currentFacts } from '@/lib/credentials/fact-columns'
import { instant, number, optional, selectList } from '@/lib/db/columns'

/**
 * SessionFacts but `lastUsedAt`, from sessions s, application_credentials c, users u and settings g: whoever asks whether a session
 * lives reads the same ones.
 */
export const facts = {
  revokedAt: optional(instant('s.revoked_at')),
  rolesVersion: number('s.roles_version'),
  secretVersion: number('s.secret_version'),
  ...currentFacts,
}

/** The same as a list to select. */
export const factColumns = selectList(facts)

/** What is selected by it, to group by: sessions for which the rule must say the same. */
export const factExpressions = Object.values(facts)
  .map(({ sql }) => sql)
  .join(', ')
