import type { Metadata } from 'next'
import { PageHeader } from '@/components/page-header'
import { requireUser } from '@/lib/sign-in/current-user'

export const metadata: Metadata = { title: 'Service Agents' }

/** "Service Agents": the people of this installation and the roles they hold. */
export default async function ServiceAgentsPage() {
  await requireUser('users:read')
  return <PageHeader title="Service Agents" note="People who work here and the roles they hold." />
}
