import { recordAudit, server } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import { randomBase62 } from '@/lib/secret-format'
import { endSignInsOf } from '@/lib/sign-in/end-all'
import { hashPassword } from './password'

/** A person's new password – the only time it leaves this room – and what may still keep them from signing in with it. */
export type PasswordReset = { ok: true; password: string; endedSignIns: number; isDisabled: boolean; hasBuilderRole: boolean }

/**
 * Gives a person a random password that works only to choose another one, and ends their sign-ins. Neither enables a disabled
 * account nor touches credentials and tokens. The server's own deed: only its operator can ask for it.
 */
export async function resetPassword(email: string, now: Date): Promise<PasswordReset | { ok: false; reason: 'not-found' }> {
  const address = email.trim().toLowerCase()
  if ((await prisma().user.count({ where: { email: address } })) === 0) return { ok: false, reason: 'not-found' }
  const password = randomBase62(20)
  const passwordHash = await hashPassword(password)
  return prisma().$transaction(async (tx) => {
    const [user] = await tx.user.updateManyAndReturn({
      where: { email: address },
      data: { passwordHash, mustChangePassword: true },
      select: { id: true, name: true, disabledAt: true },
    })
    if (!user) return { ok: false, reason: 'not-found' }
    const endedSignIns = await endSignInsOf(tx, user.id, now)
    const builderRoles = await tx.userRole.count({ where: { userId: user.id, role: { kind: 'BUILDER' } } })
    const target = { type: 'user', id: user.id, name: user.name } as const
    await recordAudit(tx, server, { action: 'user.password-reset', target, after: { endedSignIns } }, now)
    return { ok: true, password, endedSignIns, isDisabled: user.disabledAt !== null, hasBuilderRole: builderRoles > 0 }
  })
}
