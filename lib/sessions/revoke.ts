import { prisma } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { hashSecret } from '@/lib/secret-format'

/** Ends every session of a credential at `now`, for good, inside the caller's transaction. */
export async function revokeSessionsOf(tx: Prisma.TransactionClient, credentialId: string, now: Date): Promise<void> {
  // By id, the order in which last uses are written, so that neither can wait for the other for ever.
  await tx.$queryRaw`SELECT 1 FROM sessions WHERE credential_id = ${credentialId}::uuid AND revoked_at IS NULL ORDER BY id FOR NO KEY UPDATE`
  await tx.session.updateMany({ where: { credentialId, revokedAt: null }, data: { revokedAt: now } })
}

/** Ends, for good, the sessions not used since `idleSince`: a longer Idle Session Timeout must not bring them back. */
export async function endIdleSessions(tx: Prisma.TransactionClient, idleSince: Date, now: Date): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM sessions WHERE last_used_at <= ${idleSince}::timestamptz AND revoked_at IS NULL ORDER BY id FOR NO KEY UPDATE`
  await tx.session.updateMany({ where: { lastUsedAt: { lte: idleSince }, revokedAt: null }, data: { revokedAt: now } })
}

/** Ends the session of one access token if it belongs to the credential. Anything else changes nothing, and does not tell. */
export async function revokeToken(credentialId: string, accessToken: string, now: Date): Promise<void> {
  await prisma().session.updateMany({
    where: { tokenHash: hashSecret(accessToken), credentialId, revokedAt: null },
    data: { revokedAt: now },
  })
}
