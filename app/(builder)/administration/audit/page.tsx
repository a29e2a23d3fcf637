import type { Metadata } from 'next'
import { PageHeader } from '@/components/page-header'
import { requireUser } from '@/lib/sign-in/current-user'

export const metadata: Metadata = { title: 'Audit' }

/** "Audit": who did what, when and from where. */
export default async function AuditPage() {
  await requireUser('audit:read')
  return <PageHeader title="Audit" note="Who did what, when and from where." />
}
