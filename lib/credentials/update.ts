import { recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import { violatedUniqueIndex } from '@/lib/db/unique-violation'
import { revokeSessionsOf } from '@/lib/sessions/revoke'
import type { LifetimeExceeded, Owner } from './create'
import { expiryInstant } from './expiry'
import { latestAllowedDate } from './latest-expiry'
import { lockOwned } from './lock-owned'
import type { UpdateCredentialInput } from './schema'

/**
 * "Edit": changes a credential's name and expiry date, nothing else.
 * An unchanged date keeps its zone and instant, whatever the owner's zone is now. A date that had passed can be extended; the
 * sessions that died with it stay dead. The maximum credential lifetime is asked of a date that moves only.
 */
export async function updateCredential(
  owner: Owner,
  id: string,
  input: UpdateCredentialInput,
  now: Date,
): Promise<{ ok: true } | { ok: false; reason: 'not-found' | 'expiry-passed' | 'name-taken' } | LifetimeExceeded> {
  try {
    return await prisma().$transaction(async (tx) => {
      const before = await lockOwned(tx, id, owner.id)
      if (!before) return { ok: false, reason: 'not-found' }
      const moved = input.expiresOn !== before.expires_on
      const expiresAt = moved ? expiryInstant(input.expiresOn, owner.timeZone) : before.expires_at
      if (moved && expiresAt <= now) return { ok: false, reason: 'expiry-passed' }
      const latest = moved ? await latestAllowedDate(tx, owner.timeZone, now) : undefined
      if (latest && input.expiresOn > latest) return { ok: false, reason: 'lifetime-exceeded', latest }
      if (moved && before.expires_at <= now) await revokeSessionsOf(tx, id, now)
      await tx.applicationCredential.updateMany({
        where: { id, ownerId: owner.id },
        data: {
          name: input.name,
          ...(moved && { expiresOn: input.expiresOn, expiresZone: owner.timeZone, expiresAt, expiryChosenAt: now }),
        },
      })
      const renamed = input.name !== before.name
      if (!moved && !renamed) return { ok: true }
      const target = { type: 'credential', id, name: input.name } as const
      const only = (name: string, expiresOn: string) => ({ ...(renamed && { name }), ...(moved && { expiresOn }) })
      const [was, is] = [only(before.name, before.expires_on), only(input.name, input.expiresOn)]
      await recordAudit(tx, owner, { action: 'credential.updated', target, before: was, after: is }, now)
      return { ok: true }
    })
  } catch (error) {
    if (violatedUniqueIndex(error)?.includes('name')) return { ok: false, reason: 'name-taken' }
    throw error
  }
}
