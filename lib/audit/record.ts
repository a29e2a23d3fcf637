import type { Prisma } from '@/lib/db/generated/client'

/** Who did it, and the IP address they did it from: a person, or the server itself. */
export type Actor = { id: string | null; name: string; address?: string }

/** The server acting by itself (start, background work). */
export const server: Actor = { id: null, name: 'Server' }

/** Somebody who has not proved who they are. What they typed is never kept: people type passwords into the wrong field. */
export function unknownPerson(address: string | undefined): Actor {
  return { id: null, name: 'Unknown person', address }
}

/** Something worth remembering. `before` and `after` hold only what changed, in words a person can read, and never a secret. */
export type AuditEntry = {
  action: `${string}.${string}`
  target: { type: 'credential' | 'user' | 'role' | 'settings' | 'address'; id: string; name: string }
  before?: Prisma.InputJsonObject
  after?: Prisma.InputJsonObject
}

/** Writes an audit event inside the transaction that makes the change, so that neither exists without the other. */
export async function recordAudit(tx: Prisma.TransactionClient, actor: Actor, entry: AuditEntry, now: Date): Promise<void> {
  await tx.auditEvent.create({
    data: {
      at: now,
      actorId: actor.id,
      actorName: actor.name,
      address: actor.address,
      action: entry.action,
      targetType: entry.target.type,
      targetId: entry.target.id,
      targetName: entry.target.name,
      before: entry.before,
      after: entry.after,
    },
  })
}
