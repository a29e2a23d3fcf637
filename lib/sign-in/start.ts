import { prisma } from '@/lib/db/client'
import { hashSecret, randomBase62 } from '@/lib/secret-format'

/** Starts a sign-in of a person whose password was right; returns the token its cookie carries (the row keeps only a hash). */
export async function startSignIn(user: { id: string; rolesVersion: number }, now: Date): Promise<string> {
  const token = randomBase62(32)
  await prisma().$transaction([
    prisma().signIn.create({
      data: { tokenHash: hashSecret(token), userId: user.id, rolesVersion: user.rolesVersion, startedAt: now, lastUsedAt: now },
    }),
    prisma().user.update({ where: { id: user.id }, data: { lastSignInAt: now } }),
  ])
  return token
}
