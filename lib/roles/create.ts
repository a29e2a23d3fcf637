import { recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import { violatedUniqueIndex } from '@/lib/db/unique-violation'
import { type Authority, lacksOf } from './authority'
import { featureWords } from './features'
import { isNameTaken } from './name-taken'
import { type RefusedFeatures, refuseFeatures } from './refuse-features'
import type { NewRole } from './schema'

/**
 * "New role": creates a custom role. Nobody puts access options into it that they do not have themselves at this moment, or that
 * do not belong to its kind.
 */
export async function createRole(
  actor: Authority,
  input: NewRole,
  now: Date,
): Promise<{ ok: true; id: string } | { ok: false; reason: 'forbidden' | 'name-taken' } | RefusedFeatures> {
  try {
    return await prisma().$transaction(async (tx) => {
      const lacks = await lacksOf(tx, actor)
      if (lacks(['roles:write']).length > 0) return { ok: false, reason: 'forbidden' }
      const refused = refuseFeatures(input.kind, input.features, lacks)
      if (refused) return refused
      if (await isNameTaken(tx, input.kind, input.name)) return { ok: false, reason: 'name-taken' }
      const { id } = await tx.role.create({ data: input, select: { id: true } })
      const { name, kind, description, features } = input
      const after = { kind: kindWord[kind], description, accessOptions: featureWords(features) }
      await recordAudit(tx, actor, { action: 'role.created', target: { type: 'role', id, name }, after }, now)
      return { ok: true, id }
    })
  } catch (error) {
    if (violatedUniqueIndex(error)?.includes('name')) return { ok: false, reason: 'name-taken' }
    throw error
  }
}

const kindWord = { OPERATIONAL: 'Operational', BUILDER: 'Builder' }
