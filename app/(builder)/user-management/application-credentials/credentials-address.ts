import { listAddress } from '../../list-state'

/** The columns the credentials can be sorted by, as they are called in the address. */
export const sortColumns = ['name', 'clientId', 'operationalRole', 'builderRole', 'status', 'expires', 'lastUsed', 'sessions'] as const

/** One of {@link sortColumns}. */
export type SortColumn = (typeof sortColumns)[number]

/** How the list of credentials keeps its state in the address. Soonest expiry comes first. */
export const credentialsAddress = listAddress(sortColumns, 'expires')
