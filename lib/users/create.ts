import type { Prisma } from '@/lib/db/generated/client'

/** A person to create; roles by name. */
export type NewUser = {
  email: string
  name: string
  /** Made before: hashing takes a quarter of a second, and whoever creates users holds locks. */
  passwordHash: string
  operationalRoles: string[]
  builderRoles: string[]
  timeZone?: string
  /** The password was made up for them: it works only to choose another one. */
  mustChangePassword?: boolean
}

/** Creates a user with standard or custom roles. At least one Operational role is required. Returns the new user's id. */
export async function createUser(tx: Prisma.TransactionClient, user: NewUser): Promise<string> {
  if (user.operationalRoles.length === 0) throw new Error(`${user.email} needs at least one Operational role`)
  const roles = await tx.role.findMany({
    where: {
      OR: [
        { kind: 'OPERATIONAL', name: { in: user.operationalRoles } },
        { kind: 'BUILDER', name: { in: user.builderRoles } },
      ],
    },
    select: { id: true },
  })
  const created = await tx.user.create({
    data: {
      email: user.email.toLowerCase(),
      name: user.name,
      timeZone: user.timeZone,
      mustChangePassword: user.mustChangePassword,
      passwordHash: user.passwordHash,
      roles: { createMany: { data: roles.map((role) => ({ roleId: role.id })) } },
    },
    select: { id: true },
  })
  return created.id
}
