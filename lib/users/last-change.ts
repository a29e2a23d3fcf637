import type { Prisma } from '@/lib/db/generated/client'

/** Who last changed a person, by the name the audit log gives them; null when nobody has. */
export async function lastChange(tx: Prisma.TransactionClient, userId: string): Promise<string | null> {
  const event = await tx.auditEvent.findFirst({
    where: { targetId: userId, targetType: 'user' },
    orderBy: { id: 'desc' },
    select: { actorName: true },
  })
  return event?.actorName ?? null
}
