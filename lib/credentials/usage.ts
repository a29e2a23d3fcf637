import { prisma } from '@/lib/db/client'
import { countLiveSessions } from '@/lib/sessions/list'

/** What a credential is used for right now: what people want to know before they replace its secret or delete it. */
export type CredentialUsage = {
  lastUsedAt: Date | null
  liveSessions: number
  /** API calls of the last seven days; of very many only so many are counted, and `hasMoreCalls` says so. */
  calls: number
  hasMoreCalls: boolean
  /** Whether it was used in those days at all. */
  isInUse: boolean
  /** While it lies ahead, the secret before the current one still works. */
  previousSecretEndsAt: Date | null
}

// From here on nobody needs the exact number, and counting on would take its time.
const mostCalls = 100_000
const recentSeconds = 7 * 86_400

/** How a credential of `ownerId` is used, as of `now`; undefined for another person's, as for one that never was. */
export async function credentialUsage(ownerId: string, id: string, now: Date): Promise<CredentialUsage | undefined> {
  const credential = await prisma().applicationCredential.findFirst({
    where: { id, ownerId },
    select: { lastUsedAt: true, previousSecretEndsAt: true },
  })
  if (!credential) return undefined
  const recently = new Date(now.getTime() - recentSeconds * 1000)
  const [live, calls] = await Promise.all([
    countLiveSessions(ownerId, now),
    prisma().apiCall.count({ where: { credentialId: id, sessionId: { not: null }, at: { gt: recently } }, take: mostCalls + 1 }),
  ])
  const { lastUsedAt, previousSecretEndsAt } = credential
  return {
    lastUsedAt,
    liveSessions: live.get(id) ?? 0,
    calls: Math.min(calls, mostCalls),
    hasMoreCalls: calls > mostCalls,
    isInUse: calls > 0 || (lastUsedAt !== null && lastUsedAt > recently),
    previousSecretEndsAt,
  }
}
