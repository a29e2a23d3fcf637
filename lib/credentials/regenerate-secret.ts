import { recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import { createSecret, hashSecret, secretHint } from '@/lib/secret-format'
import type { IssuedSecret, Owner } from './create'
import { lockOwned } from './lock-owned'

/**
 * "Generate new secret key": replaces the secret of a credential, same client id, same expiry.
 * The old secret and every session issued with it stop at once: they carry the old secret version.
 */
export async function regenerateSecret(owner: Owner, id: string, now: Date): Promise<IssuedSecret | { ok: false; reason: 'not-found' }> {
  const secret = createSecret('acs_')
  return prisma().$transaction(async (tx) => {
    const credential = await lockOwned(tx, id, owner.id)
    if (!credential) return { ok: false, reason: 'not-found' }
    await tx.applicationCredential.updateMany({
      where: { id, ownerId: owner.id },
      data: { secretHash: hashSecret(secret), secretHint: secretHint(secret), secretVersion: { increment: 1 }, secretCreatedAt: now },
    })
    await recordAudit(
      tx,
      owner,
      { action: 'credential.secret-regenerated', target: { type: 'credential', id, name: credential.name } },
      now,
    )
    return { ok: true, clientId: credential.client_id, secret }
  })
}
