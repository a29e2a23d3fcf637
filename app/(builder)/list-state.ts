/** How a list is shown: kept in the address, so that reload, Back and a shared link show the same. */
export type ListState<Column extends string> = {
  /** Id of the column it is sorted by. */
  sort: Column
  isDescending: boolean
  search: string
  /** From 1. */
  page: number
}

/** Reads and writes the state of one list. */
export type ListAddress<Column extends string> = {
  /** Reads the state from an address; whatever makes no sense there is as if it were absent. */
  parse: (query: URLSearchParams) => ListState<Column>
  /** The query of an address that shows this state, with a leading `?`; empty for the state people start with. */
  query: (state: ListState<Column>) => string
}

const longestSearch = 200

/** How a list with these sortable columns, called so in the address, keeps its state there; at first it is sorted by `initial`. */
export function listAddress<Column extends string>(columns: readonly Column[], initial: Column): ListAddress<Column> {
  return {
    parse(query) {
      const sort = query.get('sort') ?? ''
      const column = columns.find((known) => known === sort.replace(/^-/, ''))
      const page = Number(query.get('page') ?? 1)
      return {
        sort: column ?? initial,
        isDescending: column !== undefined && sort.startsWith('-'),
        search: (query.get('search') ?? '').slice(0, longestSearch),
        page: Number.isInteger(page) && page >= 1 && page <= 1_000_000 ? page : 1,
      }
    },
    query({ sort, isDescending, search, page }) {
      const query = new URLSearchParams()
      if (sort !== initial || isDescending) query.set('sort', (isDescending ? '-' : '') + sort)
      if (search) query.set('search', search)
      if (page > 1) query.set('page', String(page))
      return query.size > 0 ? `?${query}` : ''
    },
  }
}
