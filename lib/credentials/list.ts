import { prisma } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { countLiveSessions } from '@/lib/sessions/list'

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
  /** Who disabled it, by the name they had then; null while it is enabled, or when that is not known. */
  disabledByName: string | null
  /** How many of its sessions are alive. */
  liveSessions: number
}

/** The credentials `ownerId` created – nobody else's –, soonest expiry first. */
export async function listCredentials(ownerId: string, now = new Date()): Promise<CredentialSummary[]> {
  const [rows, liveSessions] = await Promise.all([
    prisma().applicationCredential.findMany({
      where: { ownerId },
      select: credentialSummary(ownerId),
      orderBy: [{ expiresAt: 'asc' }, { name: 'asc' }],
    }),
    countLiveSessions(ownerId, now),
  ])
  return rows.map((row) => ({ ...withRoles(row), liveSessions: liveSessions.get(row.id) ?? 0 }))
}

/** A credential with what only its details show. */
export type CredentialDetails = Omit<CredentialSummary, 'liveSessions'> & {
  /** Until when the secret before the current one still works (exclusive); null, or past, when it does not. */
  previousSecretEndsAt: Date | null
}

/** One credential, if `ownerId` created it; another person's is as absent as one that never was. */
export async function findCredential(ownerId: string, id: string): Promise<CredentialDetails | undefined> {
  const row = await prisma().applicationCredential.findFirst({
    where: { id, ownerId },
    select: { ...credentialSummary(ownerId), previousSecretEndsAt: true },
  })
  return row ? withRoles(row) : undefined
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
    disabledByName: true,
  }) satisfies Prisma.ApplicationCredentialSelect

type RoleRow = Prisma.RoleGetPayload<{ select: ReturnType<typeof roleOf> }>

function withRoles<Row extends { operationalRole: RoleRow; builderRole: RoleRow | null }>({ operationalRole, builderRole, ...row }: Row) {
  return { ...row, operationalRole: credentialRole(operationalRole), builderRole: builderRole && credentialRole(builderRole) }
}

function credentialRole({ users, ...role }: RoleRow): CredentialRole {
  return { ...role, held: users.length > 0 }
}
