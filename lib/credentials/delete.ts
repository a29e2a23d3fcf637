import { recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import type { Owner } from './create'
import { lockOwned } from './lock-owned'

/** "Delete": removes a credential and with it every session; its tokens are refused from the next call on. */
export async function deleteCredential(owner: Owner, id: string, now: Date): Promise<{ ok: true } | { ok: false; reason: 'not-found' }> {
  return prisma().$transaction(async (tx) => {
    const credential = await lockOwned(tx, id, owner.id)
    if (!credential) return { ok: false, reason: 'not-found' }
    await tx.applicationCredential.deleteMany({ where: { id, ownerId: owner.id } })
    const before = { clientId: credential.client_id, expiresOn: credential.expires_on }
    await recordAudit(tx, owner, { action: 'credential.deleted', target: { type: 'credential', id, name: credential.name }, before }, now)
    return { ok: true }
  })
}
