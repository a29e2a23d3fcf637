import type { Prisma } from '@/lib/db/generated/client'
import { causeOfEnd } from './alive'

/** Ends all sign-ins of a person, except `keepId` if given, for good. Returns how many of them were alive at `now`. */
export async function endSignInsOf(tx: Prisma.TransactionClient, userId: string, now: Date, keepId?: string): Promise<number> {
  const person = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { rolesVersion: true, disabledAt: true } })
  const { idleSessionTimeoutSeconds } = await tx.setting.findUniqueOrThrow({
    where: { id: 1 },
    select: { idleSessionTimeoutSeconds: true },
  })
  await tx.$queryRaw`SELECT 1 FROM sign_ins WHERE user_id = ${userId}::uuid AND ended_at IS NULL ORDER BY id FOR NO KEY UPDATE`
  const ended = await tx.signIn.updateManyAndReturn({
    where: { userId, endedAt: null, id: { not: keepId } },
    data: { endedAt: now },
    select: { rolesVersion: true, startedAt: true, lastUsedAt: true },
  })
  return ended.filter((signIn) => !causeOfEnd({ ...signIn, endedAt: null }, person, now, idleSessionTimeoutSeconds)).length
}
