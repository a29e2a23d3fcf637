import type { Metadata } from 'next'
import { rowsPerPage } from '@/components/rows-per-page'
import { listOverseenCredentials } from '@/lib/credentials/oversee'
import { parseStatusKind } from '@/lib/credentials/oversee-query'
import { requireUser } from '@/lib/sign-in/current-user'
import { searchQuery } from '../../search-query'
import { inventoryAddress } from './inventory-address'
import { InventoryScreen } from './inventory-screen'

export const metadata: Metadata = { title: 'Credential Inventory' }

/** "Credential Inventory": the credentials of everybody. */
export default async function CredentialInventoryPage({ searchParams }: PageProps<'/administration/credential-inventory'>) {
  const user = await requireUser('credentials:oversee')
  const query = await searchQuery(searchParams)
  const status = parseStatusKind(query.get('status'))
  const now = new Date()
  const listed = await listOverseenCredentials({ ...inventoryAddress(status).parse(query), status, pageSize: rowsPerPage, now })
  return <InventoryScreen {...listed} status={status} me={user.email} timeZone={user.timeZone} now={now} />
}
