import type { RoleSummary } from '@/lib/roles/list'

/** Who looks at the roles: those they hold themselves, and what they may do. */
export type Viewer = { roles: { id: string; features: string[] }[]; mayWrite: boolean; maySeePeople: boolean }

/** The access options the viewer has, and so may put into a role. */
export function ownFeatures({ roles }: Viewer): Set<string> {
  return new Set(roles.flatMap(({ features }) => features))
}

/** Whether the viewer may edit and delete a role: one of their making or of another's, never one that carries more than they have. */
export function mayChange(viewer: Viewer, role: Pick<RoleSummary, 'standard' | 'features'>): boolean {
  const own = ownFeatures(viewer)
  return viewer.mayWrite && !role.standard && role.features.every((feature) => own.has(feature))
}
