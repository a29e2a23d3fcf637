import { prisma } from '@/lib/db/client'

/**
 * "Waiting for the first token…": whether a token was issued for the secret that a credential of `ownerId` has now. Tokens issued for
 * the secret before do not count. False for another person's credential, as for one that never was.
 */
export async function hasIssuedToken(ownerId: string, clientId: string): Promise<boolean> {
  const credential = await prisma().applicationCredential.findFirst({
    where: { clientId, ownerId },
    select: { id: true, secretVersion: true },
  })
  if (!credential) return false
  const first = await prisma().session.findFirst({
    where: { credentialId: credential.id, secretVersion: credential.secretVersion },
    select: { id: true },
  })
  return first !== null
}
