import { type Actor, recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'

/**
 * Disables a person: every bearer token that acts for them and every sign-in of theirs ends at once, and for good: a database
 * trigger raises `rolesVersion`, so they stay dead when the person is enabled again.
 */
export async function disableUser(actor: Actor, userId: string, now: Date): Promise<{ ok: true } | { ok: false; reason: 'not-found' }> {
  return prisma().$transaction(async (tx) => {
    const [user] = await tx.user.updateManyAndReturn({
      where: { id: userId, disabledAt: null },
      data: { disabledAt: now },
      select: { name: true },
    })
    if (!user) return { ok: false, reason: 'not-found' }
    await recordAudit(tx, actor, { action: 'user.disabled', target: { type: 'user', id: userId, name: user.name } }, now)
    return { ok: true }
  })
}

/** Enables a disabled person again. Revives no token and no sign-in. */
export async function enableUser(actor: Actor, userId: string, now: Date): Promise<{ ok: true } | { ok: false; reason: 'not-found' }> {
  return prisma().$transaction(async (tx) => {
    const [user] = await tx.user.updateManyAndReturn({
      where: { id: userId, disabledAt: { not: null } },
      data: { disabledAt: null },
      select: { name: true },
    })
    if (!user) return { ok: false, reason: 'not-found' }
    await recordAudit(tx, actor, { action: 'user.enabled', target: { type: 'user', id: userId, name: user.name } }, now)
    return { ok: true }
  })
}
