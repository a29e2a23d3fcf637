import type { Lacks } from './authority'
import { featuresOfKind } from './features'
import type { RoleKind } from './schema'

/** Why a role may not carry these access options: some are of the other kind, or more than its editor has themselves. */
export type RefusedFeatures = { ok: false; reason: 'wrong-kind' | 'exceeds-own-access'; features: string[] }

/** Checks the access options of a role; undefined when it may carry them. */
export function refuseFeatures(kind: RoleKind, features: readonly string[], lacks: Lacks): RefusedFeatures | undefined {
  const known: readonly string[] = featuresOfKind[kind]
  const foreign = features.filter((feature) => !known.includes(feature))
  if (foreign.length > 0) return { ok: false, reason: 'wrong-kind', features: foreign }
  const beyond = lacks(features)
  return beyond.length > 0 ? { ok: false, reason: 'exceeds-own-access', features: beyond } : undefined
}
