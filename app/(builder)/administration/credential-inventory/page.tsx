import type { Metadata } from 'next'
import { PageHeader } from '@/components/page-header'
import { requireUser } from '@/lib/sign-in/current-user'

export const metadata: Metadata = { title: 'Credential Inventory' }

/** "Credential Inventory": the credentials of everybody. */
export default async function CredentialInventoryPage() {
  await requireUser('credentials:oversee')
  return <PageHeader title="Credential Inventory" note="The credentials of everybody. Secrets are never shown, and only owners can edit." />
}
