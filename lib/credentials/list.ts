import { prisma } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'

/** A role a credential was limited to; `held` is false once its owner has lost it. */
export type CredentialRole = { id: string; name: string; features: string[]; held: boolean }

/** A credential as its owner sees it. Holds no secret and no hash. */
export type CredentialSummary = {
  id: string
  clientId: string
  name: string
  operationalRole: CredentialRole
  builderRole: CredentialRole | null
  /** Last day it works, `YYYY-MM-DD` in `expiresZone`. */
  expiresOn: string
  expiresZone: string
  /** The exclusive end as an instant. */
  expiresAt: Date
  createdAt: Date
  secretCreatedAt: Date
  /** Last four characters of the secret. */
  secretHint: string
  lastUsedAt: Date | null
  disabledAt: Date | null
}

/** The credentials `ownerId` created – nobody else's –, soonest expiry first. */
export async function listCredentials(ownerId: string): Promise<CredentialSummary[]> {
  const rows = await prisma().applicationCredential.findMany({
    where: { ownerId },
    select: credentialSummary(ownerId),
    orderBy: [{ expiresAt: 'asc' }, { name: 'asc' }],
  })
  return rows.map(({ operationalRole, builderRole, ...row }) => ({
    ...row,
    operationalRole: credentialRole(operationalRole),
    builderRole: builderRole && credentialRole(builderRole),
  }))
}

const roleOf = (ownerId: string) =>
  ({ id: true, name: true, features: true, users: { where: { userId: ownerId }, select: { userId: true } } }) satisfies Prisma.RoleSelect

const credentialSummary = (ownerId: string) =>
  ({
    id: true,
    clientId: true,
    name: true,
    operationalRole: { select: roleOf(ownerId) },
    builderRole: { select: roleOf(ownerId) },
    expiresOn: true,
    expiresZone: true,
    expiresAt: true,
    createdAt: true,
    secretCreatedAt: true,
    secretHint: true,
    lastUsedAt: true,
    disabledAt: true,
  }) satisfies Prisma.ApplicationCredentialSelect

function credentialRole({ users, ...role }: Prisma.RoleGetPayload<{ select: ReturnType<typeof roleOf> }>): CredentialRole {
  return { ...role, held: users.length > 0 }
}
