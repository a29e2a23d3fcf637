'use client'

import { useState } from 'react'
import { announce } from '@/components/announcer'
import { Button } from '@/components/button'
import { ExactTime } from '@/components/exact-time'
import { InlineAlert } from '@/components/inline-alert'
import { PlainTable } from '@/components/plain-table'
import { useSingleFlight } from '@/components/use-single-flight'
import { changesOf } from '@/lib/audit/changes'
import type { AuditFilter } from '@/lib/audit/filter'
import type { AuditedEvent } from '@/lib/audit/list'
import { actionText, targetTypeText } from '@/lib/audit/words'
import type { Page } from '@/lib/db/page'
import { goToSignIn } from '../../go-to-sign-in'
import { loadAuditEventsAction } from './actions'
import { ChangeSummary } from './change-summary'
import { EventDetails } from './event-details'

type AuditLogProps = {
  filter: AuditFilter
  first: Page<AuditedEvent>
  timeZone: string
  onNarrow: (narrowed: Pick<AuditFilter, 'by' | 'target'>) => void
}

/** The events as a table with "Load more", and the details of one beside it. */
export function AuditLog({ filter, first, timeZone, onNarrow }: AuditLogProps) {
  const [page, setPage] = useState(first)
  const [opened, setOpened] = useState<AuditedEvent | null>(null)
  const [error, setError] = useState<string>()
  const [loadMore, isPending] = useSingleFlight(async (after: string) => {
    setError(undefined)
    const result = await loadAuditEventsAction(filter, after).catch(() => null)
    if (!result) return setError('The server did not answer. Try again.')
    if (!result.ok && result.reason === 'signed-out') return goToSignIn()
    if (!result.ok) return setError('This page is out of date. Reload it.')
    const items = [...page.items, ...result.page.items]
    setPage({ items, next: result.page.next })
    announce(shownText(items.length, result.page.next !== null))
  })
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <p role="status" className="text-muted">
        {shownText(page.items.length, page.next !== null)}
      </p>
      <div className="sm:rounded-lg sm:border sm:border-line sm:bg-surface sm:max-md:p-3">
        <PlainTable
          caption="Audited events, the newest first"
          rows={page.items}
          rowId={(event) => event.id}
          columns={[
            { header: 'Time', kind: 'rowHeader', cell: (event) => <ExactTime instant={event.at} timeZone={timeZone} /> },
            { header: 'Person', cell: (event) => <Name>{event.actorName}</Name> },
            { header: 'Event', cell: (event) => actionText(event.action) },
            {
              header: 'Target',
              cell: (event) => (
                <>
                  <Name>{event.targetName}</Name>
                  <span className="block text-muted text-xs">{targetTypeText(event.targetType)}</span>
                </>
              ),
            },
            { header: 'Change', cell: (event) => <ChangeSummary changes={changesOf(event)} /> },
            { header: 'IP address', cell: (event) => <span className="wrap-anywhere">{event.address ?? '–'}</span> },
            {
              header: 'Details',
              kind: 'buttons',
              cell: (event) => (
                <Button
                  size="small"
                  aria-label={`Details of ${actionText(event.action)}, ${event.targetName}`}
                  onPress={() => setOpened(event)}
                >
                  Details
                </Button>
              ),
            },
          ]}
        />
      </div>
      {error && <InlineAlert>{error}</InlineAlert>}
      {page.next !== null && (
        <Button className="justify-self-center" isPending={isPending} onPress={() => page.next && loadMore(page.next)}>
          Load more
        </Button>
      )}
      {opened && <EventDetails event={opened} timeZone={timeZone} onClose={() => setOpened(null)} onNarrow={onNarrow} />}
    </div>
  )
}

/** A name may hold anything, marks that turn the direction of text round included. */
function Name({ children }: { children: string }) {
  return (
    <bdi title={children} className="wrap-anywhere line-clamp-2">
      {children}
    </bdi>
  )
}

function shownText(count: number, hasMore: boolean) {
  return `${count} ${count === 1 ? 'event' : 'events'} shown${hasMore ? ', there are more' : ''}`
}
