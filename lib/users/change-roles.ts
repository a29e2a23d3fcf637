import { type Actor, recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'

/**
 * Gives a person exactly these roles. Any difference raises their `rolesVersion` (a database trigger does, whoever makes the
 * change), which ends every bearer token that acts for them and every sign-in of theirs.
 */
export async function changeRoles(
  actor: Actor,
  userId: string,
  roleIds: string[],
  now: Date,
): Promise<{ ok: true } | { ok: false; reason: 'not-found' | 'unknown-role' | 'no-operational-role' }> {
  return prisma().$transaction(async (tx) => {
    // No stronger lock than the trigger takes anyway: a credential being created holds the key of this row, and would wait for ever.
    await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
    const user = await tx.user.findUnique({
      where: { id: userId },
      select: { name: true, roles: { select: { role: { select: { id: true, name: true } } } } },
    })
    if (!user) return { ok: false, reason: 'not-found' }
    const wanted = await tx.role.findMany({ where: { id: { in: roleIds } }, select: { id: true, name: true, kind: true } })
    if (wanted.length !== new Set(roleIds).size) return { ok: false, reason: 'unknown-role' }
    if (!wanted.some((role) => role.kind === 'OPERATIONAL')) return { ok: false, reason: 'no-operational-role' }
    const held = user.roles.map(({ role }) => role)
    const lost = held.filter((role) => !roleIds.includes(role.id))
    const gained = wanted.filter((role) => !held.some((other) => other.id === role.id))
    if (lost.length + gained.length === 0) return { ok: true }
    await tx.userRole.deleteMany({ where: { userId, roleId: { in: lost.map((role) => role.id) } } })
    await tx.userRole.createMany({ data: gained.map((role) => ({ userId, roleId: role.id })) })
    const names = (roles: { name: string }[]) => ({ roles: roles.map((role) => role.name).sort() })
    const target = { type: 'user', id: userId, name: user.name } as const
    await recordAudit(tx, actor, { action: 'user.roles-changed', target, before: names(held), after: names(wanted) }, now)
    return { ok: true }
  })
}
