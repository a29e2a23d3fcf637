import { recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import type { Authority } from './authority'
import { featureWords } from './features'
import { findRole } from './list'
import { lockCustomRole, type Untouchable } from './lock-custom'

/** People hold the role, or credentials are limited to it: nobody may lose access because a role went away under them. */
export type InUse = { ok: false; reason: 'in-use'; people: number; credentials: number }

/** "Delete": removes a custom role that nobody holds and no credential is limited to. */
export async function deleteRole(actor: Authority, id: string, now: Date): Promise<{ ok: true } | Untouchable | InUse> {
  return prisma().$transaction(async (tx) => {
    const locked = await lockCustomRole(tx, actor, id)
    if (!locked.ok) return locked
    const { people = 0, credentials = 0 } = (await findRole(id, tx)) ?? {}
    if (people + credentials > 0) return { ok: false, reason: 'in-use', people, credentials }
    await tx.role.delete({ where: { id }, select: { id: true } })
    const { name, description, features } = locked.role
    const before = { description, accessOptions: featureWords(features) }
    await recordAudit(tx, actor, { action: 'role.deleted', target: { type: 'role', id, name }, before }, now)
    return { ok: true }
  })
}
