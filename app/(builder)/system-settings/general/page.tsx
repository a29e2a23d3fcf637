import type { Metadata } from 'next'
import { PageHeader } from '@/components/page-header'
import { requireUser } from '@/lib/sign-in/current-user'

export const metadata: Metadata = { title: 'General Settings' }

/** "General Settings": how long sessions and credentials last. */
export default async function GeneralSettingsPage() {
  await requireUser('settings:read')
  return <PageHeader title="General Settings" note="How long sessions, credentials and activity last." />
}
