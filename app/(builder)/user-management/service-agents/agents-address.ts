import { userSortColumns } from '@/lib/users/sort-columns'
import { listAddress } from '../../list-state'

/** How the list of service agents keeps its state in the address. By name at first. */
export const agentsAddress = listAddress(userSortColumns, 'name')
