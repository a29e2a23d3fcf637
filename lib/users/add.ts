import { recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { violatedUniqueIndex } from '@/lib/db/unique-violation'
import { type Authority, lacksOf } from '@/lib/roles/authority'
import type { UserRoleDetails } from './details'
import { hashPassword } from './password'
import { type Busy, withPasswordPlace } from './password-places'
import type { NewUserInput } from './schema'
import { type RolesRefused, wantedRoles } from './wanted-roles'

/** Why nobody was added. */
export type AddRefused = { ok: false; reason: 'forbidden' | 'email-taken' } | RolesRefused | Busy

type NewPerson = Omit<NewUserInput, 'password'> & { password?: string }

/**
 * "New service agent": adds a person on behalf of `authority` and returns their id. Their password must be changed at the first
 * sign-in; without one they cannot sign in until somebody sets it. Refuses roles that go beyond what the authority may do itself.
 */
export async function addUser(authority: Authority, person: NewPerson, now: Date): Promise<{ ok: true; id: string } | AddRefused> {
  const { password } = person
  if (password === undefined) return store(authority, person, null, now)
  // What will be refused is not worth a hash, and while one is made nothing is locked.
  const judged = await prisma().$transaction((tx) => judge(tx, authority, person))
  if (!judged.ok) return judged
  return withPasswordPlace(authority.id ?? undefined, async () => store(authority, person, await hashPassword(password), now))
}

async function store(authority: Authority, person: NewPerson, passwordHash: string | null, now: Date) {
  const { name, email, timeZone } = person
  try {
    return await prisma().$transaction(async (tx) => {
      const judged = await judge(tx, authority, person)
      if (!judged.ok) return judged
      const roles = { createMany: { data: judged.roles.map((role) => ({ roleId: role.id })) } }
      const { id } = await tx.user.create({
        data: { name, email, timeZone, passwordHash, mustChangePassword: true, createdAt: now, roles },
        select: { id: true },
      })
      const after = { name, email, ...(timeZone && { timeZone }), roles: judged.roles.map((role) => role.name).sort() }
      await recordAudit(tx, authority, { action: 'user.created', target: { type: 'user', id, name }, after }, now)
      return { ok: true as const, id }
    })
  } catch (error) {
    if (violatedUniqueIndex(error)?.includes('email')) return { ok: false as const, reason: 'email-taken' as const }
    throw error
  }
}

/** Whether the authority may add this person now, and the roles they would hold. */
async function judge(
  tx: Prisma.TransactionClient,
  authority: Authority,
  { email, roleIds }: NewPerson,
): Promise<{ ok: true; roles: UserRoleDetails[] } | AddRefused> {
  const lacks = await lacksOf(tx, authority)
  if (lacks(['users:write']).length > 0) return { ok: false, reason: 'forbidden' }
  const wanted = await wantedRoles(tx, roleIds, [], lacks)
  if (!wanted.ok) return wanted
  const isTaken = (await tx.user.findUnique({ where: { email }, select: { id: true } })) !== null
  return isTaken ? { ok: false, reason: 'email-taken' } : wanted
}
