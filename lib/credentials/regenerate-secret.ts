import { recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { createSecret, hashSecret, secretHint } from '@/lib/secret-format'
import type { IssuedSecret, Owner } from './create'
import { lockOwned } from './lock-owned'

/**
 * "Generate new secret key": replaces the secret of a credential, same client id, same expiry.
 * With `overlapSeconds` 0 the old secret and every session issued with it stop at once: they carry the old secret version. Otherwise
 * they work on for that long, so that programs can move without a gap. One older secret at most is kept: a second regenerate
 * retires the first old one at once.
 */
export async function regenerateSecret(
  owner: Owner,
  id: string,
  overlapSeconds: number,
  now: Date,
): Promise<IssuedSecret | { ok: false; reason: 'not-found' }> {
  const secret = createSecret('acs_')
  const previousSecretEndsAt = overlapSeconds > 0 ? new Date(now.getTime() + overlapSeconds * 1000) : null
  return prisma().$transaction(async (tx) => {
    const credential = await lockOwned(tx, id, owner.id)
    if (!credential) return { ok: false, reason: 'not-found' }
    const previous = previousSecretEndsAt && (await currentHash(tx, id))
    await tx.applicationCredential.updateMany({
      where: { id, ownerId: owner.id },
      data: {
        secretHash: hashSecret(secret),
        secretHint: secretHint(secret),
        secretVersion: { increment: 1 },
        secretCreatedAt: now,
        previousSecretHash: previous,
        previousSecretEndsAt,
      },
    })
    const after = previousSecretEndsAt ? { oldSecretWorksUntil: previousSecretEndsAt.toISOString() } : undefined
    const target = { type: 'credential', id, name: credential.name } as const
    await recordAudit(tx, owner, { action: 'credential.secret-regenerated', target, after }, now)
    return { ok: true, clientId: credential.client_id, secret }
  })
}

/** The secret in force, inside a transaction that has locked its credential. */
async function currentHash(tx: Prisma.TransactionClient, id: string) {
  return (await tx.applicationCredential.findUniqueOrThrow({ where: { id }, select: { secretHash: true } })).secretHash
}
