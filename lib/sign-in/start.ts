import { recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import { hashSecret, randomBase62 } from '@/lib/secret-format'

/** A person whose password was right when it was compared with this hash. */
export type ProvenUser = { id: string; name: string; rolesVersion: number; passwordHash: string }

/**
 * Starts a sign-in; returns the token its cookie carries (the row keeps only a hash), or undefined if the password was changed while
 * it was being compared: a change ends all sign-ins that used the old one. Nobody is signed in without a trace in the audit log;
 * `address` is where they are.
 */
export async function startSignIn(user: ProvenUser, address: string | undefined, now: Date): Promise<string | undefined> {
  const { id, name, rolesVersion, passwordHash } = user
  const token = randomBase62(32)
  return prisma().$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({ where: { id, passwordHash }, data: { lastSignInAt: now } })
    if (count === 0) return undefined
    await tx.signIn.create({
      data: { tokenHash: hashSecret(token), userId: id, rolesVersion, startedAt: now, lastUsedAt: now },
      select: { id: true },
    })
    await recordAudit(tx, { id, name, address }, { action: 'sign-in.succeeded', target: { type: 'user', id, name } }, now)
    return token
  })
}
