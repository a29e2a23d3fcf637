import { randomUUID } from 'node:crypto'
import type { Client } from '@/lib/credentials/judge-client'
import { noteCredentialUse } from '@/lib/credentials/note-use'
import { batched, onePerProcess } from '@/lib/db/batch'
import { database } from '@/lib/db/client'
import { arrayParameter, type Item, runPrepared } from '@/lib/db/prepared'
import { createSecret, hashSecret, secretHint } from '@/lib/secret-format'
import { endsAt } from './alive'
import { capSessions } from './cap'

/** Where a token request came from. */
export type Origin = { ip?: string; userAgent?: string }

/** A new session: the token's only appearance in plain text. */
export type IssuedSession = { accessToken: string; expiresInSeconds: number }

type NewSession = { id: string; tokenHash: Buffer; tokenHint: string; client: Client; scope?: string; origin: Origin; now: Date }

/**
 * Stores a batch of sessions, each only while all that its client was judged by holds: that may have been read long ago. What has changed
 * yields no row, and the others are stored. FOR KEY SHARE: so does a credential that is deleted or disabled at this very moment.
 */
export const insertSessions = {
  name: 'insert-sessions',
  text: `
    WITH fresh AS (
      SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::int[], $8::int[], $9::float8[],
        $10::text[], $11::text[], $12::text[], $13::int[], $14::float8[], $15::int[])
        AS f(id, token_hash, token_hint, credential_id, operational_role_id, builder_role_id, roles_version, secret_version, epoch,
          ip, user_agent, scope, current_secret_version, expires, idle_seconds)
    )
    INSERT INTO sessions (id, token_hash, token_hint, credential_id, operational_role_id, builder_role_id, roles_version, secret_version,
      issued_at, last_used_at, ip, user_agent, scope)
    SELECT f.id, f.token_hash, f.token_hint, f.credential_id, f.operational_role_id, f.builder_role_id, f.roles_version, f.secret_version,
      to_timestamp(f.epoch), to_timestamp(f.epoch), f.ip, f.user_agent, f.scope
    FROM fresh f
    JOIN application_credentials c ON c.id = f.credential_id
    JOIN users u ON u.id = c.owner_id
    JOIN settings g ON g.id = 1
    WHERE c.disabled_at IS NULL AND c.secret_version = f.current_secret_version AND c.expires_at = to_timestamp(f.expires)
      AND u.disabled_at IS NULL AND u.roles_version = f.roles_version
      AND g.idle_session_timeout_seconds = f.idle_seconds
    FOR KEY SHARE OF c
    RETURNING id`,
}

const insertSession = onePerProcess('insert-session', () =>
  batched(async (sessions: readonly NewSession[]) => {
    const column = (pick: (session: NewSession) => Item) => arrayParameter(sessions.map(pick))
    const rows = await runPrepared(database().lookUps, insertSessions, [
      column((s) => s.id),
      column((s) => s.tokenHash),
      column((s) => s.tokenHint),
      column((s) => s.client.credentialId),
      column((s) => s.client.operationalRoleId ?? null),
      column((s) => s.client.builderRoleId ?? null),
      column((s) => s.client.rolesVersion),
      column((s) => s.client.secretVersion),
      column((s) => s.now),
      column((s) => s.origin.ip ?? null),
      column((s) => s.origin.userAgent?.slice(0, 300) ?? null),
      column((s) => s.scope ?? null),
      column((s) => s.client.currentSecretVersion),
      column((s) => s.client.credentialExpiresAt),
      column((s) => s.client.idleTimeoutSeconds),
    ])
    const stored = new Set(rows.map(([id]) => id))
    return sessions.map((session) => stored.has(session.id))
  }),
)

/**
 * Issues a bearer session to an authenticated client, limited to the roles its owner still holds and, with `scope`, to those access
 * options (space-separated). Resolves only after commit.
 * Undefined when anything that the client was judged by has changed since: judge it anew. `expiresInSeconds` never promises past the
 * credential's own end.
 */
export async function issueSession(
  client: Client,
  scope: string | undefined,
  origin: Origin,
  now: Date,
): Promise<IssuedSession | undefined> {
  const accessToken = createSecret('act_')
  const session = { id: sessionId(now), tokenHash: hashSecret(accessToken), tokenHint: secretHint(accessToken), client, scope, origin, now }
  if (!(await insertSession(session))) return undefined
  noteCredentialUse(client.credentialId, now)
  capSessions(client.credentialId)
  const end = endsAt(client, now)
  return { accessToken, expiresInSeconds: Math.floor((end.getTime() - now.getTime()) / 1000) }
}

/** A UUID that begins with the time (version 7, RFC 9562 §5.7): new sessions stand together in the index, where random ones hit a page each. */
function sessionId(now: Date): string {
  const ms = now.getTime().toString(16).padStart(12, '0')
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${randomUUID().slice(15)}`
}
