import { isTimeZone } from '@/lib/credentials/expiry'
import { prisma } from '@/lib/db/client'
import { verifyPassword } from '@/lib/users/password'
import { startSignIn } from './start'

/** Signed in, with the token its cookie will carry; or why not. `wrong` never tells whether the person exists. */
export type SignInResult = { ok: true; userId: string; token: string } | { ok: false; reason: 'wrong' | 'disabled' | 'no-builder-role' }

/**
 * "Sign in": checks e-mail and password and starts a sign-in. Unknown people cost the same work as known ones; that someone is
 * disabled or has no Builder role is told only after the right password. `timeZone` is the browser's, kept if none is known yet.
 */
export async function verifySignIn(email: string, password: string, timeZone: string | undefined, now: Date): Promise<SignInResult> {
  const user = await prisma().user.findUnique({
    where: { email: email.trim().toLowerCase() },
    select: {
      id: true,
      passwordHash: true,
      timeZone: true,
      rolesVersion: true,
      disabledAt: true,
      _count: { select: { roles: { where: { role: { kind: 'BUILDER' } } } } },
    },
  })
  const right = await verifyPassword(password, user?.passwordHash)
  if (!user || !right) return { ok: false, reason: 'wrong' }
  if (user.disabledAt) return { ok: false, reason: 'disabled' }
  if (user._count.roles === 0) return { ok: false, reason: 'no-builder-role' }
  if (!user.timeZone && timeZone && isTimeZone(timeZone)) await prisma().user.update({ where: { id: user.id }, data: { timeZone } })
  return { ok: true, userId: user.id, token: await startSignIn(user, now) }
}
