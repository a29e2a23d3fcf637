import type { Metadata } from 'next'
import { PageHeader } from '@/components/page-header'
import { requireUser } from '@/lib/sign-in/current-user'

export const metadata: Metadata = { title: 'User Roles' }

/** "User Roles": roles and the access options they carry. */
export default async function UserRolesPage() {
  await requireUser('roles:read')
  return <PageHeader title="User Roles" note="Roles and the access options they carry." />
}
