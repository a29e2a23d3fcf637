import { recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import { hashSecret, randomBase62 } from '@/lib/secret-format'

/**
 * Starts a sign-in of a person whose password was right; returns the token its cookie carries (the row keeps only a hash). Nobody
 * is signed in without a trace in the audit log; `address` is where they are.
 */
export async function startSignIn(
  user: { id: string; name: string; rolesVersion: number },
  address: string | undefined,
  now: Date,
): Promise<string> {
  const token = randomBase62(32)
  await prisma().$transaction(async (tx) => {
    await tx.signIn.create({
      data: { tokenHash: hashSecret(token), userId: user.id, rolesVersion: user.rolesVersion, startedAt: now, lastUsedAt: now },
    })
    await tx.user.update({ where: { id: user.id }, data: { lastSignInAt: now } })
    const { id, name } = user
    await recordAudit(tx, { id, name, address }, { action: 'sign-in.succeeded', target: { type: 'user', id, name } }, now)
  })
  return token
}
