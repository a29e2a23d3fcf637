'use client'

import { Download } from 'lucide-react'
import { useRef } from 'react'
import { Button } from '@/components/button'
import { buttonStyle } from '@/components/button-style'
import { PageHeader } from '@/components/page-header'
import { type AuditFilter, auditFilterQuery } from '@/lib/audit/filter'
import type { AuditedEvent } from '@/lib/audit/list'
import type { Page } from '@/lib/db/page'
import { AuditFilters } from './audit-filters'
import { AuditLog } from './audit-log'
import { useAuditFilter } from './use-audit-filter'

type AuditScreenProps = { filter: AuditFilter; first: Page<AuditedEvent>; timeZone: string }

/** The audit log with its filters; the address says which, the server has read the `first` page. */
export function AuditScreen({ filter, first, timeZone }: AuditScreenProps) {
  const control = useAuditFilter(filter)
  const filters = useRef<HTMLFieldSetElement>(null)
  const query = auditFilterQuery(filter)
  function clear() {
    control.clear()
    // The button that was pressed goes away.
    filters.current?.querySelector('input')?.focus()
  }
  return (
    <>
      <PageHeader title="Audit" note={`Who did what, when and from where. Nobody can change or remove an entry. Times are ${timeZone}.`}>
        <a href={`/administration/audit/events.csv${query}`} download className={buttonStyle()}>
          <Download aria-hidden className="size-4" />
          Download CSV
        </a>
      </PageHeader>
      <search className="mb-4 grid gap-3">
        <AuditFilters control={control} ref={filters} />
        {query && first.items.length > 0 && (
          <Button size="small" onPress={clear} className="justify-self-start">
            Clear filters
          </Button>
        )}
      </search>
      <div aria-busy={control.isPending} className={control.isPending ? 'opacity-60 transition-opacity delay-200' : undefined}>
        {first.items.length === 0 ? (
          <div className="grid justify-items-center gap-4 rounded-lg border border-line bg-surface px-5 py-10 text-center">
            <p role="status" className="text-base">
              {query ? 'No event matches these filters.' : 'Nothing has been recorded yet.'}
            </p>
            {query && <Button onPress={clear}>Clear filters</Button>}
          </div>
        ) : (
          <AuditLog
            key={`${query} ${first.items[0]?.id}`}
            filter={filter}
            first={first}
            timeZone={timeZone}
            onNarrow={(narrowed) => control.change(narrowed, 'chosen')}
          />
        )}
      </div>
    </>
  )
}
