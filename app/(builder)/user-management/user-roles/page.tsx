import type { Metadata } from 'next'
import { heldRoles } from '@/lib/roles/held-roles'
import { listRolesInUse } from '@/lib/roles/list'
import { requireUser } from '@/lib/sign-in/current-user'
import { RolesScreen } from './roles-screen'

export const metadata: Metadata = { title: 'User Roles' }

/** "User Roles": roles and the access options they carry. */
export default async function UserRolesPage() {
  const user = await requireUser('roles:read')
  const [roles, mine] = await Promise.all([listRolesInUse(), heldRoles(user.id)])
  const viewer = {
    roles: mine.map(({ id, features }) => ({ id, features })),
    mayWrite: user.features.includes('roles:write'),
    maySeePeople: user.features.includes('users:read'),
  }
  return <RolesScreen roles={roles} viewer={viewer} />
}
