import { timingSafeEqual } from 'node:crypto'
import type { ClientRow } from './select-clients'

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

const noHash = Buffer.alloc(32)

/** Whether the client of `row` proved itself at `now` by a secret with the SHA-256 `presented`, in constant time. */
export function judgeClient(row: ClientRow, presented: Buffer, now: Date): { ok: true; client: Client } | ClientRefusal {
  const credentialId = row.id ?? undefined
  const known = row.id === null ? undefined : row
  const isCurrent = timingSafeEqual(presented, known?.secretHash ?? noHash)
  const isPrevious = timingSafeEqual(presented, known?.previousSecretHash ?? noHash)
  if (!known || !(isCurrent || (isPrevious && known.previousSecretEndsAt !== null && now < known.previousSecretEndsAt)))
    return { ok: false, reason: 'unknown-or-wrong-secret', credentialId }
  if (known.ownerDisabled) return { ok: false, reason: 'owner-disabled', credentialId }
  if (known.credentialDisabled) return { ok: false, reason: 'disabled', credentialId }
  if (known.credentialExpiresAt <= now) return { ok: false, reason: 'expired', credentialId, expiredAt: known.credentialExpiresAt }
  if (!known.operationalRoleId && !known.builderRoleId) return { ok: false, reason: 'no-role-left', credentialId }
  const secretVersion = isCurrent ? known.currentSecretVersion : known.currentSecretVersion - 1
  return { ok: true, client: clientOf(known, `${credentialId}`, secretVersion) }
}

function clientOf(row: ClientRow, credentialId: string, secretVersion: number): Client {
  return {
    credentialId,
    clientId: row.clientId,
    secretVersion,
    currentSecretVersion: row.currentSecretVersion,
    previousSecretEndsAt: row.previousSecretEndsAt,
    credentialExpiresAt: row.credentialExpiresAt,
    rolesVersion: row.currentRolesVersion,
    operationalRoleId: row.operationalRoleId ?? undefined,
    builderRoleId: row.builderRoleId ?? undefined,
    features: [...(row.operationalFeatures ?? []), ...(row.builderFeatures ?? [])],
    idleTimeoutSeconds: row.idleTimeoutSeconds,
  }
}
