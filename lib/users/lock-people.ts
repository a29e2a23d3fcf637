import type { Prisma } from '@/lib/db/generated/client'
import { administrator } from './administrator'

/**
 * Holds, until the transaction ends, the person to be changed, the one who changes them and everybody who is an Administrator, always in
 * the same order: two who take the role from each other at the same moment come one after the other, and the second finds it done.
 */
export async function lockPeople(tx: Prisma.TransactionClient, userId: string, actorId: string | null): Promise<void> {
  // No stronger lock than an update takes anyway: a credential being created holds the key of its owner's row, and would wait for ever.
  await tx.$queryRaw`
    SELECT 1 FROM users u
    WHERE u.id IN (${userId}::uuid, ${actorId}::uuid) OR u.id IN (
      SELECT h.user_id FROM user_roles h JOIN roles r ON r.id = h.role_id WHERE r.kind = 'BUILDER' AND r.standard AND r.name = ${administrator})
    ORDER BY u.id FOR NO KEY UPDATE OF u`
}
