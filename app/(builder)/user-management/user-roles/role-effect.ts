import { featureWords } from '@/lib/roles/features'
import type { RoleInUse } from '@/lib/roles/list'
import type { Viewer } from './viewer'

type Changed = { gained: string[]; lost: string[] }

/** What saving these access options does now, and to whom; undefined when they are the same as before. */
export function roleEffect(role: RoleInUse, features: readonly string[]): string | undefined {
  const { gained, lost } = changedFrom(role.features, features)
  if (gained.length + lost.length === 0) return undefined
  const affected = whoIsAffected(role)
  if (!affected) return 'Nobody holds this role and no credential is limited to it, so nothing changes for anybody now.'
  const isOne = role.people + role.credentials === 1
  const parts = [
    gained.length > 0 && `${isOne ? 'gets' : 'get'} ${quoted(gained)}`,
    lost.length > 0 && `${isOne ? 'loses' : 'lose'} ${quoted(lost)}`,
  ]
  return `${affected} ${parts.filter(Boolean).join(' and ')} at ${isOne ? 'the' : 'their'} next call.`
}

/** What the viewer takes from themselves by saving these access options: none of their other roles carries it. */
export function ownLoss(viewer: Viewer, role: RoleInUse, features: readonly string[]): string | undefined {
  if (!viewer.roles.some(({ id }) => id === role.id)) return undefined
  const others = new Set(viewer.roles.filter(({ id }) => id !== role.id).flatMap((held) => held.features))
  const lost = changedFrom(role.features, features).lost.filter((feature) => !others.has(feature))
  if (lost.length === 0) return undefined
  const cannotReturn = lost.includes('roles:write') ? ' You cannot undo this yourself.' : ''
  return `You hold this role: you will lose ${quoted(lost)}.${cannotReturn}`
}

/** "12 people and 3 credentials"; undefined for nobody. */
export function whoIsAffected({ people, credentials }: Pick<RoleInUse, 'people' | 'credentials'>): string | undefined {
  const counts = [
    people > 0 && `${people.toLocaleString('en-GB')} ${people === 1 ? 'person' : 'people'}`,
    credentials > 0 && `${credentials.toLocaleString('en-GB')} ${credentials === 1 ? 'credential' : 'credentials'}`,
  ]
  return counts.filter(Boolean).join(' and ') || undefined
}

function changedFrom(before: readonly string[], after: readonly string[]): Changed {
  return { gained: after.filter((feature) => !before.includes(feature)), lost: before.filter((feature) => !after.includes(feature)) }
}

function quoted(features: string[]): string {
  return new Intl.ListFormat('en-GB').format(featureWords(features).map((words) => `“${words}”`))
}
