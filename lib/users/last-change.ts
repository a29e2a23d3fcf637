import type { Prisma } from '@/lib/db/generated/client'

// What raises a person's version: signing in, refused tries and passwords of their own are about them as well, but change nothing here.
const changes = ['user.updated', 'user.roles-changed', 'user.password-set', 'user.disabled', 'user.enabled']

/** Who last changed a person, by the name the audit log gives them; null when nobody has. */
export async function lastChange(tx: Prisma.TransactionClient, userId: string): Promise<string | null> {
  const event = await tx.auditEvent.findFirst({
    where: { targetId: userId, action: { in: changes } },
    orderBy: { id: 'desc' },
    select: { actorName: true },
  })
  return event?.actorName ?? null
}
