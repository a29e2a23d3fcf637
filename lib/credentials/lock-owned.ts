import type { Prisma } from '@/lib/db/generated/client'

/** What a change of a credential needs to know of the state before it. */
export type OwnedCredential = { id: string; client_id: string; name: string; expires_on: string; expires_zone: string; expires_at: Date }

/** The credential, locked until the transaction ends, if `ownerId` created it; another person's is as absent as one that never was. */
export async function lockOwned(tx: Prisma.TransactionClient, id: string, ownerId: string): Promise<OwnedCredential | undefined> {
  const [row] = await tx.$queryRaw<OwnedCredential[]>`
    SELECT id, client_id, name, expires_on, expires_zone, expires_at FROM application_credentials
    WHERE id = ${id}::uuid AND owner_id = ${ownerId}::uuid FOR UPDATE`
  return row
}
