import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { batched, onePerProcess } from '@/lib/db/batch'
import { database } from '@/lib/db/client'
import { hashSecret } from '@/lib/secret-format'

/** A client that proved its secret, with what a session needs to be issued for it. */
export type Client = {
  credentialId: string
  secretVersion: number
  /** Exclusive. */
  expiresAt: Date
  /** Version of the owner's roles that the role ids below were read at. */
  rolesVersion: number
  /** Undefined when the owner no longer holds the role. */
  operationalRoleId?: string
  builderRoleId?: string
  idleTimeoutSeconds: number
}

/** Why a client is refused. Everything but `unknown-or-wrong-secret` is told only to who had the right secret. */
export type ClientRefusal = 'unknown-or-wrong-secret' | 'expired' | 'disabled' | 'owner-disabled' | 'no-role-left'

type ClientRow = {
  client_id: string
  id: string
  secret_hash: Buffer
  secret_version: number
  expires_at: Date
  disabled: boolean
  owner_disabled: boolean
  roles_version: number
  operational_role_id: string | null
  builder_role_id: string | null
  idle_timeout_seconds: number
}

const selectClients = {
  name: 'select-clients',
  text: `
    SELECT c.client_id, c.id, c.secret_hash, c.secret_version, c.expires_at, c.disabled_at IS NOT NULL AS disabled,
      u.disabled_at IS NOT NULL AS owner_disabled, u.roles_version, o.role_id AS operational_role_id, b.role_id AS builder_role_id,
      g.idle_session_timeout_seconds AS idle_timeout_seconds
    FROM application_credentials c
    JOIN users u ON u.id = c.owner_id
    CROSS JOIN settings g
    LEFT JOIN user_roles o ON o.user_id = c.owner_id AND o.role_id = c.operational_role_id
    LEFT JOIN user_roles b ON b.user_id = c.owner_id AND b.role_id = c.builder_role_id
    WHERE c.client_id = ANY($1::uuid[])`,
}

const loadClient = onePerProcess('load-client', () =>
  batched(async (clientIds: readonly string[]) => {
    const { rows } = await database().pool.query<ClientRow>({ ...selectClients, values: [clientIds] })
    const byClientId = new Map(rows.map((row) => [row.client_id, row]))
    return clientIds.map((clientId) => byClientId.get(clientId))
  }),
)

const uuid = z.guid()
/** Looked up in place of a client id that cannot exist, so that it takes the same path and the same time. */
const nobody = '00000000-0000-0000-0000-000000000000'
const noHash = Buffer.alloc(32)

/**
 * Checks a client id and secret (RFC 6749 §2.3.1) at `now`, in one look-up shared with concurrent requests.
 * An unknown client and a wrong secret cannot be told apart, by answer or by time.
 */
export async function authenticateClient(
  clientId: string,
  secret: string,
  now: Date,
): Promise<{ ok: true; client: Client } | { ok: false; reason: ClientRefusal; expiredAt?: Date }> {
  const presented = hashSecret(secret)
  const row = await loadClient(uuid.safeParse(clientId).success ? clientId.toLowerCase() : nobody)
  const proven = timingSafeEqual(presented, row?.secret_hash ?? noHash)
  if (!row || !proven) return { ok: false, reason: 'unknown-or-wrong-secret' }
  if (row.owner_disabled) return { ok: false, reason: 'owner-disabled' }
  if (row.disabled) return { ok: false, reason: 'disabled' }
  if (row.expires_at <= now) return { ok: false, reason: 'expired', expiredAt: row.expires_at }
  if (!row.operational_role_id && !row.builder_role_id) return { ok: false, reason: 'no-role-left' }
  return {
    ok: true,
    client: {
      credentialId: row.id,
      secretVersion: row.secret_version,
      expiresAt: row.expires_at,
      rolesVersion: row.roles_version,
      operationalRoleId: row.operational_role_id ?? undefined,
      builderRoleId: row.builder_role_id ?? undefined,
      idleTimeoutSeconds: row.idle_timeout_seconds,
    },
  }
}
