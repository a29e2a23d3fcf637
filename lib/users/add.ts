import { recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import { violatedUniqueIndex } from '@/lib/db/unique-violation'
import { type Authority, lacksOf } from '@/lib/roles/authority'
import { randomBase62 } from '@/lib/secret-format'
import { hashPassword } from './password'
import type { NewUserInput } from './schema'
import { type RolesRefused, wantedRoles } from './wanted-roles'

/** Why nobody was added. */
export type AddRefused = { ok: false; reason: 'forbidden' | 'email-taken' } | RolesRefused

/**
 * "New service agent": adds a person on behalf of `authority` and returns their id. Their password must be changed at the first
 * sign-in; without one they cannot sign in until somebody sets it. Refuses roles that go beyond what the authority may do itself.
 */
export async function addUser(
  authority: Authority,
  { name, email, timeZone, roleIds, password }: Omit<NewUserInput, 'password'> & { password?: string },
  now: Date,
): Promise<{ ok: true; id: string } | AddRefused> {
  const passwordHash = await hashPassword(password ?? randomBase62(40))
  try {
    return await prisma().$transaction(async (tx) => {
      const lacks = await lacksOf(tx, authority)
      if (lacks(['users:write']).length > 0) return { ok: false, reason: 'forbidden' }
      const wanted = await wantedRoles(tx, roleIds, [], lacks)
      if (!wanted.ok) return wanted
      const roles = { createMany: { data: wanted.roles.map((role) => ({ roleId: role.id })) } }
      const { id } = await tx.user.create({
        data: { name, email, timeZone, passwordHash, mustChangePassword: true, createdAt: now, roles },
        select: { id: true },
      })
      const after = { name, email, ...(timeZone && { timeZone }), roles: wanted.roles.map((role) => role.name).sort() }
      await recordAudit(tx, authority, { action: 'user.created', target: { type: 'user', id, name }, after }, now)
      return { ok: true, id }
    })
  } catch (error) {
    if (violatedUniqueIndex(error)?.includes('email')) return { ok: false, reason: 'email-taken' }
    throw error
  }
}
