import type { Metadata } from 'next'
import { parseAuditFilter } from '@/lib/audit/filter'
import { listAuditEvents } from '@/lib/audit/list'
import { requireUser } from '@/lib/sign-in/current-user'
import { searchQuery } from '../../search-query'
import { AuditScreen } from './audit-screen'
import { eventsPerPage } from './events-per-page'

export const metadata: Metadata = { title: 'Audit' }

/** "Audit": who did what, when and from where. */
export default async function AuditPage({ searchParams }: PageProps<'/administration/audit'>) {
  const { timeZone } = await requireUser('audit:read')
  const filter = parseAuditFilter(await searchQuery(searchParams))
  const first = await listAuditEvents({ filter, timeZone, limit: eventsPerPage })
  return <AuditScreen filter={filter} first={first} timeZone={timeZone} />
}
