import { listAddress } from '../../list-state'

/** The columns the roles can be sorted by, as they are called in the address. */
export const sortColumns = ['name', 'description', 'accessOptions', 'people', 'credentials', 'type'] as const

/** One of {@link sortColumns}. */
export type SortColumn = (typeof sortColumns)[number]

/** How the list of roles keeps its state in the address. */
export const rolesAddress = listAddress(sortColumns, 'name')
