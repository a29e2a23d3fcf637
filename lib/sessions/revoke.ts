import type { Prisma } from '@/lib/db/generated/client'

/** Ends every session of a credential at `now`, for good, inside the caller's transaction. */
export async function revokeSessionsOf(tx: Prisma.TransactionClient, credentialId: string, now: Date): Promise<void> {
  await tx.session.updateMany({ where: { credentialId, revokedAt: null }, data: { revokedAt: now } })
}

/** Ends, for good, the sessions not used since `idleSince`: a longer Idle Session Timeout must not bring them back. */
export async function endIdleSessions(tx: Prisma.TransactionClient, idleSince: Date, now: Date): Promise<void> {
  await tx.session.updateMany({ where: { lastUsedAt: { lte: idleSince }, revokedAt: null }, data: { revokedAt: now } })
}
