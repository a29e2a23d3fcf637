import { type Actor, recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import { violatedUniqueIndex } from '@/lib/db/unique-violation'
import { createSecret, hashSecret, secretHint } from '@/lib/secret-format'
import { expiryInstant } from './expiry'
import { latestAllowedDate } from './latest-expiry'
import { lockHeldRoles } from './lock-held-roles'
import type { CreateCredentialInput } from './schema'

/** The person a credential belongs to, as who they act. `timeZone` decides when an expiry date ends. */
export type Owner = Actor & { id: string; timeZone: string }

/** The date lies beyond the maximum credential lifetime; `latest` is the last one allowed, `YYYY-MM-DD`. */
export type LifetimeExceeded = { ok: false; reason: 'lifetime-exceeded'; latest: string }

/** A new secret: the only time its plain text leaves this room. */
export type IssuedSecret = { ok: true; clientId: string; secret: string }

/**
 * "Generate key": stores a new credential of `owner` and returns its client id and – once – its secret.
 * Refuses roles the owner does not hold at this moment, a date that has passed or lies beyond the maximum credential lifetime, and a
 * name already used among theirs.
 */
export async function createCredential(
  owner: Owner,
  input: CreateCredentialInput,
  now: Date,
): Promise<IssuedSecret | { ok: false; reason: 'role-not-held' | 'expiry-passed' | 'name-taken' } | LifetimeExceeded> {
  const expiresAt = expiryInstant(input.expiresOn, owner.timeZone)
  if (expiresAt <= now) return { ok: false, reason: 'expiry-passed' }
  const secret = createSecret('acs_')
  try {
    return await prisma().$transaction(async (tx) => {
      const roles = await lockHeldRoles(tx, owner.id, input)
      if (!roles) return { ok: false, reason: 'role-not-held' }
      const latest = await latestAllowedDate(tx, owner.timeZone, now)
      if (latest && input.expiresOn > latest) return { ok: false, reason: 'lifetime-exceeded', latest }
      const created = await tx.applicationCredential.create({
        data: {
          ...input,
          ownerId: owner.id,
          expiresZone: owner.timeZone,
          expiresAt,
          secretHash: hashSecret(secret),
          secretHint: secretHint(secret),
          secretCreatedAt: now,
          createdAt: now,
        },
        select: { id: true, clientId: true },
      })
      const after = { clientId: created.clientId, expiresOn: input.expiresOn, ...roles }
      await recordAudit(
        tx,
        owner,
        { action: 'credential.created', target: { type: 'credential', id: created.id, name: input.name }, after },
        now,
      )
      return { ok: true, clientId: created.clientId, secret }
    })
  } catch (error) {
    if (violatedUniqueIndex(error)?.includes('name')) return { ok: false, reason: 'name-taken' }
    throw error
  }
}
