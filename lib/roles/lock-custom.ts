import type { Prisma } from '@/lib/db/generated/client'
import type { RoleKind } from '@/lib/db/generated/enums'
import { type Authority, type Lacks, lacksOf } from './authority'

/** What a change of a role needs to know of the state before it. */
export type LockedRole = {
  id: string
  kind: RoleKind
  name: string
  description: string
  features: string[]
  standard: boolean
  version: number
}

/** Why a role may not be touched; `features` are the access options it carries and the administrator lacks. */
export type Untouchable =
  | { ok: false; reason: 'forbidden' | 'not-found' | 'standard' }
  | { ok: false; reason: 'exceeds-own-access'; features: string[] }

/**
 * A custom role that carries nothing its editor lacks, locked until the transaction ends so that nobody is given it meanwhile, and
 * what the editor lacks and so may not put into it; or why they may not touch it.
 */
export async function lockCustomRole(
  tx: Prisma.TransactionClient,
  actor: Authority,
  id: string,
): Promise<{ ok: true; role: LockedRole; lacks: Lacks } | Untouchable> {
  const lacks = await lacksOf(tx, actor)
  // The screen asked as well, but the access option may have been taken away a moment ago.
  if (lacks(['roles:write']).length > 0) return { ok: false, reason: 'forbidden' }
  const [role] = await tx.$queryRaw<LockedRole[]>`
    SELECT id, kind::text AS kind, name, description, features, standard, version FROM roles WHERE id = ${id}::uuid FOR UPDATE`
  if (!role) return { ok: false, reason: 'not-found' }
  if (role.standard) return { ok: false, reason: 'standard' }
  const beyond = lacks(role.features)
  return beyond.length > 0 ? { ok: false, reason: 'exceeds-own-access', features: beyond } : { ok: true, role, lacks }
}
