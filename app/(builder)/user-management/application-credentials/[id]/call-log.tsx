'use client'

import { CircleCheck, CircleX, Download, RefreshCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { announce } from '@/components/announcer'
import { Button } from '@/components/button'
import { buttonStyle } from '@/components/button-style'
import { ExactTime } from '@/components/exact-time'
import { InlineAlert } from '@/components/inline-alert'
import { PlainTable } from '@/components/plain-table'
import { useSingleFlight } from '@/components/use-single-flight'
import type { CallFilter } from '@/lib/activity/call-filter'
import type { LoggedCall } from '@/lib/activity/list-calls'
import type { Page } from '@/lib/db/page'
import type { LiveSession } from '@/lib/sessions/list'
import { goToSignIn } from '../../../go-to-sign-in'
import { loadCallsAction } from '../activity-actions'
import { CallFilters } from './call-filters'
import { reasonText } from './reason-text'

type CallLogProps = {
  credentialId: string
  first: Page<LoggedCall>
  /** Refused token requests of the last 30 days that are counted only. */
  unlisted: number
  sessions: LiveSession[]
  timeZone: string
}

const number = new Intl.NumberFormat('en-GB')

const milliseconds = new Intl.NumberFormat('en-GB', { style: 'unit', unit: 'millisecond' })

/** "API calls": the log of a credential with filters, CSV and "Load more". Refused token requests are in it too. */
export function CallLog({ credentialId, first, unlisted, sessions, timeZone }: CallLogProps) {
  const router = useRouter()
  const [filter, setFilter] = useState<CallFilter>({})
  const [page, setPage] = useState(first)
  const [error, setError] = useState<string>()
  const [load, isPending] = useSingleFlight(async (wanted: CallFilter, after?: string) => {
    setError(undefined)
    const result = await loadCallsAction(credentialId, wanted, after).catch(() => null)
    if (!result) return setError('The server did not answer. Try again.')
    if (!result.ok && result.reason === 'signed-out') return goToSignIn()
    if (!result.ok) return setError('This page is out of date. Reload it.')
    const items = after ? [...page.items, ...result.page.items] : result.page.items
    setPage({ items, next: result.page.next })
    setFilter(wanted)
    announce(shownText(items.length, result.page.next !== null))
  })
  const isFiltered = Object.values(filter).some((value) => value !== undefined)

  return (
    <section aria-labelledby="calls-heading" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="calls-heading" className="font-semibold text-base">
          API calls
        </h2>
        <div className="flex gap-2">
          <Button
            size="small"
            isPending={isPending}
            onPress={() => {
              router.refresh()
              load(filter)
            }}
          >
            {!isPending && <RefreshCw aria-hidden className="size-4" />}
            Refresh
          </Button>
          <a href={csvAddress(credentialId, filter)} download className={buttonStyle({ size: 'small' })}>
            <Download aria-hidden className="size-4" />
            Download CSV
          </a>
        </div>
      </header>
      <CallFilters filter={filter} calls={page.items} sessions={sessions} onChange={load} />
      {error && <InlineAlert>{error}</InlineAlert>}
      {page.items.length === 0 ? (
        <div className="grid justify-items-start gap-3 rounded-lg border border-line bg-surface p-4">
          <p className="text-muted">{isFiltered ? 'No call matches these filters.' : 'No call has been made with this credential yet.'}</p>
          {isFiltered && (
            <Button size="small" onPress={() => load({})}>
              Clear filters
            </Button>
          )}
        </div>
      ) : (
        <CallTable calls={page.items} timeZone={timeZone} />
      )}
      {unlisted > 0 && <p className="text-muted">{unlistedText(unlisted)}</p>}
      {page.next !== null && (
        <Button className="justify-self-center" isPending={isPending} onPress={() => load(filter, page.next ?? undefined)}>
          Load more
        </Button>
      )}
    </section>
  )
}

function CallTable({ calls, timeZone }: { calls: LoggedCall[]; timeZone: string }) {
  return (
    <div className="sm:rounded-lg sm:border sm:border-line sm:bg-surface sm:max-md:p-3">
      <PlainTable
        caption="API calls and refused token requests, the newest first"
        rows={calls}
        rowId={(call) => call.id}
        columns={[
          { header: 'Time', kind: 'rowHeader', cell: (call) => <ExactTime instant={call.at} timeZone={timeZone} /> },
          { header: 'Method', cell: (call) => call.method },
          { header: 'Path', cell: (call) => <span className="wrap-anywhere">{call.path}</span> },
          { header: 'Status', cell: (call) => <CallStatus status={call.status} /> },
          { header: 'Duration', kind: 'number', cell: (call) => milliseconds.format(call.durationMs) },
          { header: 'IP address', cell: (call) => <span className="wrap-anywhere">{call.ip ?? '–'}</span> },
          { header: 'Session', cell: (call) => (call.sessionHint ? <code className="font-mono">{call.sessionHint}</code> : '–') },
          { header: 'Reason', cell: (call) => (call.reason ? reasonText(call.reason) : '–') },
        ]}
      />
    </div>
  )
}

function CallStatus({ status }: { status: number }) {
  const Icon = status < 400 ? CircleCheck : CircleX
  return (
    <span className="inline-flex items-center gap-1.5 tabular-nums">
      <Icon aria-hidden className={`size-3.5 ${status < 400 ? 'text-ok' : 'text-danger'}`} />
      {status}
    </span>
  )
}

function shownText(count: number, hasMore: boolean) {
  if (count === 0) return 'No calls match'
  return `${count} ${count === 1 ? 'call' : 'calls'} shown${hasMore ? ', there are more' : ''}`
}

function unlistedText(count: number) {
  const requests = count === 1 ? '1 more refused token request' : `${number.format(count)} more refused token requests`
  return `${requests} of the last 30 days ${count === 1 ? 'is' : 'are'} counted but not listed. Of each hour the log lists the first 100 with a wrong secret key, those refused for too many of them included, and the first 100 with the right one.`
}

function csvAddress(credentialId: string, filter: CallFilter) {
  const query = new URLSearchParams(Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined))
  return `/user-management/application-credentials/${credentialId}/calls.csv${query.size > 0 ? `?${query}` : ''}`
}
