import type { Prisma } from '@/lib/db/generated/client'
import type { RoleKind } from '@/lib/db/generated/enums'

/** Name of the standard Builder role that opens everything in Builder; somebody enabled always holds it. */
export const administrator = 'Administrator'

/** Whether one of these roles is the standard role Administrator. */
export function includesAdministrator(roles: { kind: RoleKind; name: string; standard: boolean }[]): boolean {
  return roles.some(({ kind, name, standard }) => kind === 'BUILDER' && standard && name === administrator)
}

/** Whether somebody enabled other than `userId` is an Administrator. Reliable only while `lockPeople` holds them. */
export async function hasOtherAdministrator(tx: Prisma.TransactionClient, userId: string): Promise<boolean> {
  const role = { kind: 'BUILDER', standard: true, name: administrator } as const
  const other = await tx.user.findFirst({
    where: { id: { not: userId }, disabledAt: null, roles: { some: { role } } },
    select: { id: true },
  })
  return other !== null
}
