import { type Actor, recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import { endSessionsOf } from '@/lib/sessions/end'
import { lockOverseen } from './lock-overseen'

/**
 * "Disable": an administrator stops the credential of anybody. Its sessions end at once and for good, and it gets no token until it
 * is enabled again; its owner sees who did it. Returns how many sessions lived.
 */
export async function disableCredential(
  actor: Actor,
  id: string,
  now: Date,
): Promise<{ ok: true; ended: number } | { ok: false; reason: 'not-found' | 'already-disabled' }> {
  return prisma().$transaction(async (tx) => {
    const credential = await lockOverseen(tx, id)
    if (!credential) return { ok: false, reason: 'not-found' }
    if (credential.isDisabled) return { ok: false, reason: 'already-disabled' }
    const { length: ended } = await endSessionsOf(tx, id, now)
    await tx.applicationCredential.updateMany({ where: { id }, data: { disabledAt: now, disabledByName: actor.name } })
    const target = { type: 'credential', id, name: credential.name } as const
    await recordAudit(
      tx,
      actor,
      { action: 'credential.disabled', target, after: { owner: credential.ownerName, endedSessions: ended } },
      now,
    )
    return { ok: true, ended }
  })
}

/** "Enable": a disabled credential can get tokens again. Revives none. */
export async function enableCredential(
  actor: Actor,
  id: string,
  now: Date,
): Promise<{ ok: true } | { ok: false; reason: 'not-found' | 'not-disabled' }> {
  return prisma().$transaction(async (tx) => {
    const credential = await lockOverseen(tx, id)
    if (!credential) return { ok: false, reason: 'not-found' }
    if (!credential.isDisabled) return { ok: false, reason: 'not-disabled' }
    await tx.applicationCredential.updateMany({ where: { id }, data: { disabledAt: null, disabledByName: null } })
    const target = { type: 'credential', id, name: credential.name } as const
    await recordAudit(tx, actor, { action: 'credential.enabled', target, after: { owner: credential.ownerName } }, now)
    return { ok: true }
  })
}
