import { recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { hashSecret } from '@/lib/secret-format'

/** "Sign out": ends one sign-in, wherever its cookie may have been copied to. `address` is where the person is. */
export async function endSignIn(token: string, now: Date, address?: string): Promise<void> {
  await prisma().$transaction(async (tx) => {
    const [ended] = await tx.signIn.updateManyAndReturn({
      where: { tokenHash: hashSecret(token), endedAt: null },
      data: { endedAt: now },
      select: { user: { select: { id: true, name: true } } },
    })
    if (!ended) return
    const { id, name } = ended.user
    await recordAudit(tx, { id, name, address }, { action: 'sign-in.ended', target: { type: 'user', id, name } }, now)
  })
}

/** Ends, for good, the sign-ins not used since `idleSince`. */
export async function endIdleSignIns(tx: Prisma.TransactionClient, idleSince: Date, now: Date): Promise<void> {
  // By id, as wherever several are ended at once, so that no two wait for each other for ever.
  await tx.$queryRaw`SELECT 1 FROM sign_ins WHERE last_used_at <= ${idleSince}::timestamptz AND ended_at IS NULL ORDER BY id FOR NO KEY UPDATE`
  await tx.signIn.updateMany({ where: { lastUsedAt: { lte: idleSince }, endedAt: null }, data: { endedAt: now } })
}
