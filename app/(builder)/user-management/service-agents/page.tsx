import type { Metadata } from 'next'
import { rowsPerPage } from '@/components/rows-per-page'
import { heldRoles } from '@/lib/roles/held-roles'
import { listRoles } from '@/lib/roles/list'
import { requireUser } from '@/lib/sign-in/current-user'
import { searchUsers } from '@/lib/users/search'
import { searchQuery } from '../../search-query'
import { agentsAddress } from './agents-address'
import { AgentsScreen } from './agents-screen'

export const metadata: Metadata = { title: 'Service Agents' }

/** "Service Agents": one page of the people of this installation and the roles they hold. */
export default async function ServiceAgentsPage({ searchParams }: PageProps<'/user-management/service-agents'>) {
  const user = await requireUser('users:read')
  const shown = agentsAddress.parse(await searchQuery(searchParams))
  const [found, roles, own] = await Promise.all([searchUsers({ ...shown, pageSize: rowsPerPage }), listRoles(), heldRoles(user.id)])
  const viewer = {
    id: user.id,
    timeZone: user.timeZone,
    canManage: user.features.includes('users:write'),
    features: own.flatMap((role) => role.features),
  }
  return <AgentsScreen agents={found.users} count={found.count} roles={roles} viewer={viewer} now={new Date().toISOString()} />
}
