import { isTimeZone } from '@/lib/credentials/expiry'
import { prisma } from '@/lib/db/client'
import type { Sources } from '@/lib/failed-attempts/limits'
import { readAddress } from '@/lib/ip-address'
import { verifyPassword } from '@/lib/users/password'
import { type Busy, withPasswordPlace } from '@/lib/users/password-places'
import { auditRefusal } from './audit-refusal'
import { countAttempt } from './count-attempt'
import { startSignIn } from './start'

/** Signed in, with the token its cookie will carry; or why not. `wrong` never tells whether the person exists. */
export type SignInResult =
  | { ok: true; userId: string; token: string }
  | { ok: false; reason: 'wrong' | 'disabled' | 'no-builder-role' | 'too-many-attempts' }
  | Busy

/** What a person submits, and where they submit it from. */
export type SubmittedSignIn = { email: string; password: string; timeZone?: string; address?: string }

/**
 * "Sign in": checks e-mail and password and starts a sign-in. Unknown people cost the same work as known ones; that someone is
 * disabled or has no Builder role is told only after the right password. `timeZone` is the browser's, kept if none is known yet.
 * Tries are limited (`countAttempt`); one that finds no place for its password is not counted.
 */
export async function verifySignIn(submitted: SubmittedSignIn, now: Date): Promise<SignInResult> {
  const { address } = submitted
  return withPasswordPlace(address && readAddress(address).site, () =>
    countAttempt(submitted, now, (email, sources) => verify(email, submitted, sources, now)),
  )
}

async function verify(email: string, { password, timeZone, address }: SubmittedSignIn, sources: Sources, now: Date): Promise<SignInResult> {
  const user = await prisma().user.findUnique({
    where: { email },
    select: {
      id: true,
      name: true,
      passwordHash: true,
      timeZone: true,
      rolesVersion: true,
      disabledAt: true,
      _count: { select: { roles: { where: { role: { kind: 'BUILDER' } } } } },
    },
  })
  const passwordHash = user?.passwordHash ?? null
  const right = await verifyPassword(password, passwordHash)
  const refused = (reason: Parameters<typeof auditRefusal>[1]) => auditRefusal(user, reason, sources, address, now)
  if (!user || passwordHash === null || !right) {
    await refused(user ? 'wrong-password' : 'unknown-email')
    return { ok: false, reason: 'wrong' }
  }
  const reason = user.disabledAt ? 'disabled' : user._count.roles === 0 ? 'no-builder-role' : undefined
  if (reason) {
    await refused(reason)
    return { ok: false, reason }
  }
  if (!user.timeZone && timeZone && isTimeZone(timeZone)) await prisma().user.update({ where: { id: user.id }, data: { timeZone } })
  const token = await startSignIn({ ...user, passwordHash }, address, now)
  return token ? { ok: true, userId: user.id, token } : { ok: false, reason: 'wrong' }
}
