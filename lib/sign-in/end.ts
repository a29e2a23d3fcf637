import { prisma } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { hashSecret } from '@/lib/secret-format'

/** "Sign out": ends one sign-in, wherever its cookie may have been copied to. */
export async function endSignIn(token: string, now: Date): Promise<void> {
  await prisma().signIn.updateMany({ where: { tokenHash: hashSecret(token), endedAt: null }, data: { endedAt: now } })
}

/** Ends, for good, the sign-ins not used since `idleSince`. */
export async function endIdleSignIns(tx: Prisma.TransactionClient, idleSince: Date, now: Date): Promise<void> {
  await tx.signIn.updateMany({ where: { lastUsedAt: { lte: idleSince }, endedAt: null }, data: { endedAt: now } })
}
