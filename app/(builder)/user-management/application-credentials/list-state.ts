/** How the list is shown: kept in the address, so that reload, Back and a shared link show the same. */
export type ListState = {
  /** Id of the column it is sorted by. */
  sort: SortColumn
  isDescending: boolean
  search: string
  /** From 1. */
  page: number
}

/** The columns that can be sorted by, as they are called in the address. */
export const sortColumns = ['name', 'clientId', 'operationalRole', 'builderRole', 'status', 'expires', 'lastUsed', 'sessions'] as const

/** One of {@link sortColumns}. */
export type SortColumn = (typeof sortColumns)[number]

const longestSearch = 200

/** Reads the state from an address; whatever makes no sense there is as if it were absent. Soonest expiry comes first. */
export function parseListState(query: URLSearchParams): ListState {
  const sort = query.get('sort') ?? ''
  const column = sortColumns.find((known) => known === sort.replace(/^-/, ''))
  const page = Number(query.get('page') ?? 1)
  return {
    sort: column ?? 'expires',
    isDescending: column !== undefined && sort.startsWith('-'),
    search: (query.get('search') ?? '').slice(0, longestSearch),
    page: Number.isInteger(page) && page >= 1 && page <= 1_000_000 ? page : 1,
  }
}

/** The query of an address that shows this state, with a leading `?`; empty for the state people start with. */
export function listQuery({ sort, isDescending, search, page }: ListState): string {
  const query = new URLSearchParams()
  if (sort !== 'expires' || isDescending) query.set('sort', (isDescending ? '-' : '') + sort)
  if (search) query.set('search', search)
  if (page > 1) query.set('page', String(page))
  return query.size > 0 ? `?${query}` : ''
}
