import type { Metadata } from 'next'
import { PageHeader } from '@/components/page-header'
import { requireUser } from '@/lib/sign-in/current-user'

export const metadata: Metadata = { title: 'My account' }

/** "My account": my name, my password, my time zone, my roles. */
export default async function AccountPage() {
  await requireUser()
  return <PageHeader title="My account" note="What Builder knows about you, and what you may do." />
}
