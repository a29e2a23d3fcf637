import { recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { violatedUniqueIndex } from '@/lib/db/unique-violation'
import type { Authority } from './authority'
import { featureWords } from './features'
import { findRole, type RoleInUse } from './list'
import { type LockedRole, lockCustomRole, type Untouchable } from './lock-custom'
import { isNameTaken } from './name-taken'
import { type RefusedFeatures, refuseFeatures } from './refuse-features'
import type { RolePatch } from './schema'

/** Somebody else changed the role since it was read: what is there now, and who made the last change. */
export type ChangedMeanwhile = { ok: false; reason: 'changed-meanwhile'; current: RoleInUse; by: string | null }

/**
 * "Edit": changes a custom role. Its access options count from the next call of everybody who holds it and of every token limited
 * to it; nobody is signed out. What changes nothing is not audited.
 */
export async function updateRole(
  actor: Authority,
  id: string,
  { version, ...patch }: RolePatch,
  now: Date,
): Promise<{ ok: true } | { ok: false; reason: 'name-taken' } | Untouchable | RefusedFeatures | ChangedMeanwhile> {
  try {
    return await prisma().$transaction(async (tx) => {
      const locked = await lockCustomRole(tx, actor, id)
      if (!locked.ok) return locked
      const { role, lacks } = locked
      if (version !== undefined && version !== role.version) return changedMeanwhile(tx, id)
      const refused = patch.features && refuseFeatures(role.kind, patch.features, lacks)
      if (refused) return refused
      if (patch.name !== undefined && (await isNameTaken(tx, role.kind, patch.name, id))) return { ok: false, reason: 'name-taken' }
      const changed = fields.filter((field) => patch[field] !== undefined && textOf(patch[field]) !== textOf(role[field]))
      if (changed.length === 0) return { ok: true }
      await tx.role.update({ where: { id }, data: { ...patch, version: { increment: 1 } }, select: { id: true } })
      const target = { type: 'role', id, name: patch.name ?? role.name } as const
      const entry = {
        action: 'role.updated',
        target,
        before: inWords(role, changed),
        after: inWords({ ...role, ...patch }, changed),
      } as const
      await recordAudit(tx, actor, entry, now)
      return { ok: true }
    })
  } catch (error) {
    if (violatedUniqueIndex(error)?.includes('name')) return { ok: false, reason: 'name-taken' }
    throw error
  }
}

const fields = ['name', 'description', 'features'] as const

/** The order of access options says nothing. */
const textOf = (value: string | string[] | undefined) => (Array.isArray(value) ? [...value].sort().join() : value)

function inWords(role: Pick<LockedRole, (typeof fields)[number]>, changed: readonly (typeof fields)[number][]): Prisma.InputJsonObject {
  const words = { name: role.name, description: role.description, features: featureWords(role.features) }
  return Object.fromEntries(changed.map((field) => [field === 'features' ? 'accessOptions' : field, words[field]]))
}

async function changedMeanwhile(tx: Prisma.TransactionClient, id: string): Promise<ChangedMeanwhile | Untouchable> {
  const current = await findRole(id, tx)
  if (!current) return { ok: false, reason: 'not-found' }
  const last = await tx.auditEvent.findFirst({
    where: { targetId: id, action: 'role.updated' },
    orderBy: { id: 'desc' },
    select: { actorName: true },
  })
  return { ok: false, reason: 'changed-meanwhile', current, by: last?.actorName ?? null }
}
