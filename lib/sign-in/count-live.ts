import { prisma } from '@/lib/db/client'
import { longestSignInSeconds } from './check'

/** How many sign-ins of a person still hold at `now`: the same facts every request of theirs is checked against. */
export async function countLiveSignIns(userId: string, now: Date): Promise<number> {
  const [user, setting] = await Promise.all([
    prisma().user.findUnique({ where: { id: userId }, select: { rolesVersion: true, disabledAt: true } }),
    prisma().setting.findUniqueOrThrow({ where: { id: 1 }, select: { idleSessionTimeoutSeconds: true } }),
  ])
  if (!user || user.disabledAt) return 0
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)
  return prisma().signIn.count({
    where: {
      userId,
      endedAt: null,
      rolesVersion: user.rolesVersion,
      startedAt: { gt: ago(longestSignInSeconds) },
      lastUsedAt: { gt: ago(setting.idleSessionTimeoutSeconds) },
    },
  })
}
