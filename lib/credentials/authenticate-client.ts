import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { batched, onePerProcess } from '@/lib/db/batch'
import { database } from '@/lib/db/client'
import { bytes, flag, instant, number, optional, type RowOf, reader, text, wireList, words } from '@/lib/db/columns'
import { arrayParameter, runPrepared } from '@/lib/db/prepared'
import { clientAndAddress, oneAddress, type Source, source, waitSeconds } from '@/lib/failed-attempts/limits'
import { recordFailure } from '@/lib/failed-attempts/record'
import { hashSecret } from '@/lib/secret-format'
import { noteTokenRefusals } from './audit-token-refusals'

/** A client that proved its secret, with what a session needs to be issued for it. */
export type Client = {
  credentialId: string
  clientId: string
  /** The version of the secret it proved, of the current one, and until when the one before is good. */
  secretVersion: number
  currentSecretVersion: number
  previousSecretEndsAt: Date | null
  /** Exclusive. */
  credentialExpiresAt: Date
  /** Version of the owner's roles that the roles below were read at. */
  rolesVersion: number
  /** Undefined when the owner no longer holds the role. */
  operationalRoleId?: string
  builderRoleId?: string
  /** Access options of the roles that are left. */
  features: string[]
  idleTimeoutSeconds: number
}

/** Why a client is refused. Only who had the right secret learns more than `unknown-or-wrong-secret` or `throttled`. */
export type ClientRefusal = {
  ok: false
  reason: 'unknown-or-wrong-secret' | 'throttled' | 'expired' | 'disabled' | 'owner-disabled' | 'no-role-left'
  /** For the activity of an existing credential; must not show in the answer. */
  credentialId?: string
  expiredAt?: Date
  retryAfterSeconds?: number
}

/** What a client presents, and the address it comes from. */
export type PresentedClient = { clientId: string; secret: string; address?: string }

const columns = {
  /** Null when there is no such client. */
  id: optional(text('c.id')),
  clientId: text('c.client_id'),
  secretHash: bytes('c.secret_hash'),
  secretVersion: number('c.secret_version'),
  previousSecretHash: optional(bytes('c.previous_secret_hash')),
  previousSecretEndsAt: optional(instant('c.previous_secret_ends_at')),
  expiresAt: instant('c.expires_at'),
  disabled: flag('c.disabled_at IS NOT NULL'),
  ownerDisabled: flag('u.disabled_at IS NOT NULL'),
  rolesVersion: number('u.roles_version'),
  operationalRoleId: optional(text('o.role_id')),
  operationalFeatures: optional(words('ro.features')),
  builderRoleId: optional(text('b.role_id')),
  builderFeatures: optional(words('rb.features')),
  idleTimeoutSeconds: number('g.idle_session_timeout_seconds'),
  /** The failures its sources have on record. */
  pairLevel: optional(number('p.level')),
  pairAt: instant('p.at'),
  addressLevel: optional(number('a.level')),
  addressAt: instant('a.at'),
}
type ClientRow = RowOf<typeof columns>

/** Reads a batch of clients: a row per request, found or not, with the failures its sources have on record. */
export const selectClients = {
  name: 'select-clients',
  text: `
    SELECT ${wireList(columns)}
    FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) WITH ORDINALITY AS r(client_id, pair_key, address_key, n)
    LEFT JOIN application_credentials c ON c.client_id = r.client_id
    LEFT JOIN users u ON u.id = c.owner_id
    LEFT JOIN user_roles o ON o.user_id = c.owner_id AND o.role_id = c.operational_role_id
    LEFT JOIN roles ro ON ro.id = o.role_id
    LEFT JOIN user_roles b ON b.user_id = c.owner_id AND b.role_id = c.builder_role_id
    LEFT JOIN roles rb ON rb.id = b.role_id
    LEFT JOIN settings g ON g.id = 1
    LEFT JOIN failed_attempts p ON p.key = r.pair_key
    LEFT JOIN failed_attempts a ON a.key = r.address_key
    ORDER BY r.n`,
  read: reader(columns),
}

type Look = { clientId: string; pair: Source; address: Source }

const loadClient = onePerProcess('load-client', () =>
  batched(async (looks: readonly Look[]) => {
    const values = [looks.map(({ clientId }) => clientId), looks.map(({ pair }) => pair.key), looks.map(({ address }) => address.key)]
    return (await runPrepared(database().lookUps, selectClients, values.map(arrayParameter))).map(selectClients.read)
  }),
)

const uuid = z.guid()
/** Looked up in place of a client id that cannot exist, so that it takes the same path and the same time. */
const nobody = '00000000-0000-0000-0000-000000000000'
const noHash = Buffer.alloc(32)

/**
 * Checks a client id and secret (RFC 6749 §2.3.1) at `now`, in one look-up shared with concurrent requests.
 * An unknown client and a wrong secret cannot be told apart, by answer or by time, and both count as a failure of the address.
 */
export async function authenticateClient(
  { clientId, secret, address }: PresentedClient,
  now: Date,
): Promise<{ ok: true; client: Client } | ClientRefusal> {
  const presented = hashSecret(secret)
  const look = {
    clientId: uuid.safeParse(clientId).success ? clientId.toLowerCase() : nobody,
    pair: source(clientAndAddress, 'client', clientId.toLowerCase(), address),
    address: source(oneAddress, 'client address', address),
  }
  const row = await loadClient(look)
  const credentialId = row.id ?? undefined
  const retryAfterSeconds = Math.max(
    row.pairLevel === null ? 0 : waitSeconds(look.pair, row.pairLevel, row.pairAt, now),
    row.addressLevel === null ? 0 : waitSeconds(look.address, row.addressLevel, row.addressAt, now),
  )
  if (retryAfterSeconds > 0) return { ok: false, reason: 'throttled', credentialId, retryAfterSeconds }
  const known = row.id === null ? undefined : row
  const isCurrent = timingSafeEqual(presented, known?.secretHash ?? noHash)
  const isPrevious = timingSafeEqual(presented, known?.previousSecretHash ?? noHash)
  if (!known || !(isCurrent || (isPrevious && known.previousSecretEndsAt !== null && now < known.previousSecretEndsAt))) {
    const [pairLevel = 0, addressLevel = 0] = await recordFailure([look.pair, look.address], now)
    // An unknown client is nobody's: only its address is worth a note.
    if (credentialId && waitSeconds(look.pair, pairLevel, now, now) > 0)
      noteTokenRefusals({ source: look.pair, credentialId, address, at: now })
    if (waitSeconds(look.address, addressLevel, now, now) > 0) noteTokenRefusals({ source: look.address, address, at: now })
    return { ok: false, reason: 'unknown-or-wrong-secret', credentialId }
  }
  if (known.ownerDisabled) return { ok: false, reason: 'owner-disabled', credentialId }
  if (known.disabled) return { ok: false, reason: 'disabled', credentialId }
  if (known.expiresAt <= now) return { ok: false, reason: 'expired', credentialId, expiredAt: known.expiresAt }
  if (!known.operationalRoleId && !known.builderRoleId) return { ok: false, reason: 'no-role-left', credentialId }
  const secretVersion = isCurrent ? known.secretVersion : known.secretVersion - 1
  return { ok: true, client: clientOf(known, `${credentialId}`, secretVersion) }
}

function clientOf(row: ClientRow, credentialId: string, secretVersion: number): Client {
  return {
    credentialId,
    clientId: row.clientId,
    secretVersion,
    currentSecretVersion: row.secretVersion,
    previousSecretEndsAt: row.previousSecretEndsAt,
    credentialExpiresAt: row.expiresAt,
    rolesVersion: row.rolesVersion,
    operationalRoleId: row.operationalRoleId ?? undefined,
    builderRoleId: row.builderRoleId ?? undefined,
    features: [...(row.operationalFeatures ?? []), ...(row.builderFeatures ?? [])],
    idleTimeoutSeconds: row.idleTimeoutSeconds,
  }
}
