import { prisma } from '@/lib/db/client'
import { agreeWithinSeconds } from '@/lib/db/clock-skew'
import { hashSecret } from '@/lib/secret-format'
import { causeOfEnd, type SignInEnd } from './alive'

/** The person behind a live sign-in. */
export type SignedInUser = {
  id: string
  name: string
  email: string
  /** IANA zone; UTC until the person's browser has told. */
  timeZone: string
  /** Access options of their Builder roles. */
  features: string[]
}

/** A sign-in that holds. While `mustChangePassword`, it is good for choosing another password and nothing else. */
export type LiveSignIn = { ok: true; signInId: string; user: SignedInUser; mustChangePassword: boolean }

/**
 * Decides at `now` whether a sign-in still holds – user enabled, roles unchanged, not idle – and counts a use.
 * Asked at every request, so that nobody works on with rights that were taken away. What a page asks for by itself, with nobody
 * there, is not a use (`countsAsUse`).
 */
export async function checkSignIn(
  token: string,
  now: Date,
  { countsAsUse = true } = {},
): Promise<LiveSignIn | { ok: false; reason: SignInEnd }> {
  const [signIn, setting] = await Promise.all([
    prisma().signIn.findUnique({
      where: { tokenHash: hashSecret(token) },
      select: {
        id: true,
        rolesVersion: true,
        startedAt: true,
        lastUsedAt: true,
        endedAt: true,
        user: {
          select: {
            id: true,
            name: true,
            email: true,
            timeZone: true,
            rolesVersion: true,
            disabledAt: true,
            mustChangePassword: true,
            roles: { where: { role: { kind: 'BUILDER' } }, select: { role: { select: { features: true } } } },
          },
        },
      },
    }),
    prisma().setting.findUniqueOrThrow({ where: { id: 1 }, select: { idleSessionTimeoutSeconds: true } }),
  ])
  if (!signIn) return { ok: false, reason: 'ended' }
  const { user } = signIn
  const reason = causeOfEnd(signIn, user, now, setting.idleSessionTimeoutSeconds)
  if (reason) return { ok: false, reason }
  // Never an earlier use over a later one, but over one so far ahead that a clock must have been set back since.
  const isAhead = { lastUsedAt: { gt: new Date(now.getTime() + agreeWithinSeconds * 1000) } }
  const due = { id: signIn.id, OR: [{ lastUsedAt: { lt: now } }, isAhead] }
  if (countsAsUse) await prisma().signIn.updateMany({ where: due, data: { lastUsedAt: now } })
  const features = [...new Set(user.roles.flatMap(({ role }) => role.features))]
  return {
    ok: true,
    signInId: signIn.id,
    user: { id: user.id, name: user.name, email: user.email, timeZone: user.timeZone ?? 'UTC', features },
    mustChangePassword: user.mustChangePassword,
  }
}
