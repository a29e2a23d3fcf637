'use client'

import type { ReactNode } from 'react'
import { Button } from '@/components/button'
import { ExactTime } from '@/components/exact-time'
import { PlainTable } from '@/components/plain-table'
import { SidePanel } from '@/components/side-panel'
import { changesOf } from '@/lib/audit/changes'
import type { AuditFilter } from '@/lib/audit/filter'
import type { AuditedEvent } from '@/lib/audit/list'
import { actionText, targetTypeText } from '@/lib/audit/words'

type EventDetailsProps = {
  event: AuditedEvent
  timeZone: string
  onClose: () => void
  onNarrow: (narrowed: Pick<AuditFilter, 'by' | 'target'>) => void
}

/** Everything that is known of one event, and the ways to others like it. */
export function EventDetails({ event, timeZone, onClose, onNarrow }: EventDetailsProps) {
  const changes = changesOf(event)
  function narrow(narrowed: Pick<AuditFilter, 'by' | 'target'>) {
    onClose()
    onNarrow(narrowed)
  }
  return (
    <SidePanel kicker="Audited event" title={actionText(event.action)} onDismiss={onClose}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <dl className="grid gap-x-8 gap-y-4 rounded-lg border border-line bg-surface p-4 sm:grid-cols-2">
          <Fact label="Person" id={event.actorId}>
            <bdi>{event.actorName}</bdi>
          </Fact>
          <Fact label={`Target: ${targetTypeText(event.targetType)}`} id={event.targetId}>
            <bdi>{event.targetName}</bdi>
          </Fact>
          <Fact label="Time">
            <ExactTime instant={event.at} timeZone={timeZone} /> ({timeZone})
            <span className="block text-muted">{event.at.toISOString().replace('T', ' ').replace('Z', '')} UTC</span>
          </Fact>
          <Fact label="IP address">{event.address ?? 'Not known, or none: the server itself acted'}</Fact>
          <Fact label="Action">
            <code className="wrap-anywhere font-mono text-[0.8125rem]">{event.action}</code>
          </Fact>
        </dl>
        <section aria-labelledby="changes-heading" className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <h2 id="changes-heading" className="font-semibold text-base">
            Before and after
          </h2>
          {changes.length === 0 ? (
            <p className="text-muted">Nothing further was recorded.</p>
          ) : (
            <div className="sm:rounded-lg sm:border sm:border-line sm:bg-surface sm:max-md:p-3">
              <PlainTable
                caption="What was recorded before and after the event"
                rows={changes}
                rowId={({ field }) => field}
                columns={[
                  { header: 'Value', kind: 'rowHeader', cell: ({ field }) => field },
                  { header: 'Before', cell: ({ before, isList }) => <Side text={before} prefix={isList ? 'Removed: ' : ''} /> },
                  { header: 'After', cell: ({ after, isList }) => <Side text={after} prefix={isList ? 'Added: ' : ''} /> },
                ]}
              />
            </div>
          )}
        </section>
        <div className="flex flex-wrap gap-2">
          {event.actorId && (
            <Button size="small" onPress={() => narrow({ by: event.actorId ?? undefined })}>
              Only events by this person
            </Button>
          )}
          {event.targetId && (
            <Button size="small" onPress={() => narrow({ target: event.targetId })}>
              Only events of this target
            </Button>
          )}
        </div>
      </div>
    </SidePanel>
  )
}

function Fact({ label, id, children }: { label: string; id?: string | null; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-[0.8125rem] text-muted">{label}</dt>
      <dd className="wrap-anywhere mt-0.5">
        {children}
        {id && <code className="block font-mono text-muted text-xs">{id}</code>}
      </dd>
    </div>
  )
}

function Side({ text, prefix }: { text: string | null; prefix: string }) {
  if (text === null) return '–'
  return (
    <span className="wrap-anywhere">
      {prefix}
      <bdi>{text}</bdi>
    </span>
  )
}
