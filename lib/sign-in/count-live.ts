import { prisma } from '@/lib/db/client'
import { causeOfEnd } from './alive'

/** How many sign-ins of a person still hold at `now`: the same facts every request of theirs is checked against. */
export async function countLiveSignIns(userId: string, now: Date): Promise<number> {
  const [user, setting] = await Promise.all([
    prisma().user.findUnique({ where: { id: userId }, select: { rolesVersion: true, disabledAt: true } }),
    prisma().setting.findUniqueOrThrow({ where: { id: 1 }, select: { idleSessionTimeoutSeconds: true } }),
  ])
  if (!user) return 0
  const signIns = await prisma().signIn.findMany({
    where: { userId, endedAt: null },
    select: { rolesVersion: true, startedAt: true, lastUsedAt: true, endedAt: true },
  })
  return signIns.filter((signIn) => !causeOfEnd(signIn, user, now, setting.idleSessionTimeoutSeconds)).length
}
