/** What the credentials of everybody can be sorted by, as it is called in the address. */
export const overseenColumns = ['name', 'clientId', 'owner', 'role', 'status', 'expires', 'lastUsed', 'sessions'] as const

/** One of {@link overseenColumns}. */
export type OverseenColumn = (typeof overseenColumns)[number]

/** Kinds of status, the most urgent first. */
export const statusKinds = ['disabled', 'expired', 'role-removed', 'expires-today', 'expiring', 'never-used', 'active'] as const

/** One of {@link statusKinds}, to narrow a list by. */
export type StatusKind = (typeof statusKinds)[number]

/** Reads a status from an address; undefined for anything that is none. */
export function parseStatusKind(text: string | null): StatusKind | undefined {
  return statusKinds.find((kind) => kind === text)
}
