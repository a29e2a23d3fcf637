import { type OverseenColumn, overseenColumns, type StatusKind } from '@/lib/credentials/oversee-query'
import { type ListAddress, listAddress } from '../../list-state'

const base = listAddress(overseenColumns, 'expires')

/** How the inventory keeps its state in the address, narrowed to one status or not. Soonest expiry comes first. */
export function inventoryAddress(status: StatusKind | undefined): ListAddress<OverseenColumn> {
  return {
    parse: base.parse,
    query(state) {
      const query = new URLSearchParams(base.query(state))
      if (status) query.set('status', status)
      return query.size > 0 ? `?${query}` : ''
    },
  }
}
