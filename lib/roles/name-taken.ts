import type { Prisma } from '@/lib/db/generated/client'
import type { RoleKind } from './schema'

/** Whether another role of the kind has this name, letter case aside: nobody could tell "administrator" from "Administrator". */
export async function isNameTaken(tx: Prisma.TransactionClient, kind: RoleKind, name: string, exceptId?: string): Promise<boolean> {
  const other = await tx.role.findFirst({
    // Prisma compares by ILIKE.
    where: { kind, name: { equals: name.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' }, id: { not: exceptId } },
    select: { id: true },
  })
  return other !== null
}
