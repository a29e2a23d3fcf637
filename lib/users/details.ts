import { prisma } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { RoleKind } from '@/lib/db/generated/enums'

/** A role somebody holds. */
export type UserRoleDetails = { id: string; kind: RoleKind; name: string; features: string[]; standard: boolean }

/** A person with everything an administrator may see and change. Holds no password and no hash. */
export type UserDetails = {
  id: string
  /** Raised by every change. */
  version: number
  name: string
  email: string
  /** IANA name; null until they choose one or their browser tells at the first sign-in. */
  timeZone: string | null
  /** Operational before Builder, then by name. */
  roles: UserRoleDetails[]
  disabledAt: Date | null
  lastSignInAt: Date | null
  /** Whether their password works only to choose another one. */
  mustChangePassword: boolean
}

const select = {
  id: true,
  version: true,
  name: true,
  email: true,
  timeZone: true,
  disabledAt: true,
  lastSignInAt: true,
  mustChangePassword: true,
  roles: {
    select: { role: { select: { id: true, kind: true, name: true, features: true, standard: true } } },
    orderBy: [{ role: { kind: 'asc' } }, { role: { name: 'asc' } }],
  },
} satisfies Prisma.UserSelect

/** One person, or undefined. Inside a transaction pass its client. */
export async function findUser(id: string, tx: Prisma.TransactionClient = prisma()): Promise<UserDetails | undefined> {
  const row = await tx.user.findUnique({ where: { id }, select })
  return row ? { ...row, roles: row.roles.map(({ role }) => role) } : undefined
}

/** Names of the roles of one kind. */
export function roleNames({ roles }: Pick<UserDetails, 'roles'>, kind: RoleKind): string[] {
  return roles.filter((role) => role.kind === kind).map((role) => role.name)
}
