'use client'

import { sortFn_basic, sortFn_datetime, sortFn_text } from '@tanstack/react-table'
import { createContext, useContext, useMemo } from 'react'
import { CopyButton } from '@/components/copy-button'
import { columnsFor, DataTable } from '@/components/data-table'
import { RelativeTime } from '@/components/relative-time'
import type { CredentialSummary } from '@/lib/credentials/list'
import { credentialStatus, type CredentialStatus as Status } from '@/lib/credentials/status'
import type { ListState } from '../../list-state'
import { type CredentialAction, CredentialActions } from './credential-actions'
import { CredentialStatus, statusUrgency } from './credential-status'
import { type SortColumn, sortColumns } from './credentials-address'
import { dateText } from './expiry-text'

type CredentialsTableProps = {
  credentials: CredentialSummary[]
  shown: ListState<SortColumn>
  onChange: (changed: Partial<ListState<SortColumn>>) => void
  now: Date
  timeZone: string
  onAction: (action: CredentialAction, credential: CredentialSummary) => void
}

type Row = CredentialSummary & { status: Status }

const column = columnsFor<Row>()

/** What "last used" is counted from, and whose clock the exact time is told by. */
const Clock = createContext({ now: new Date(0), timeZone: 'UTC' })

/** My credentials as a table that can be sorted and paged. */
export function CredentialsTable({ credentials, shown, onChange, now, timeZone, onAction }: CredentialsTableProps) {
  const clock = useMemo(() => ({ now, timeZone }), [now, timeZone])
  const rows = useMemo(() => credentials.map((row) => ({ ...row, status: credentialStatus(row, now) })), [credentials, now])
  // Must not depend on the time: other columns would be other cells, and whatever had focus in one would lose it with every refresh.
  const columns = useMemo(
    () =>
      column.columns([
        column.accessor('name', {
          header: 'Name',
          sortFn: sortFn_text,
          cell: ({ getValue }) => <Name name={getValue()} />,
        }),
        column.accessor('clientId', {
          header: 'Client ID',
          sortFn: sortFn_text,
          cell: ({ row: { original } }) => <ClientId clientId={original.clientId} name={original.name} />,
        }),
        column.accessor((row) => row.operationalRole.name, { id: 'operationalRole', header: 'Operational Role', sortFn: sortFn_text }),
        column.accessor((row) => row.builderRole?.name ?? 'None', { id: 'builderRole', header: 'Builder Role', sortFn: sortFn_text }),
        column.accessor((row) => statusUrgency(row.status), {
          id: 'status',
          header: 'Status',
          sortFn: sortFn_basic,
          cell: ({ row }) => <StatusNow status={row.original.status} />,
        }),
        column.accessor('expiresAt', {
          id: 'expires',
          header: 'Expires',
          sortFn: sortFn_datetime,
          cell: ({ row: { original } }) => <Expiry date={original.expiresOn} zone={original.expiresZone} />,
        }),
        column.accessor((row) => row.lastUsedAt ?? undefined, {
          id: 'lastUsed',
          header: 'Last used',
          sortFn: sortFn_datetime,
          sortUndefined: 'last',
          cell: ({ row: { original } }) => <LastUsed instant={original.lastUsedAt} />,
        }),
        column.accessor('liveSessions', { id: 'sessions', header: 'Sessions', sortFn: sortFn_basic }),
        column.display({
          id: 'actions',
          header: 'Actions',
          cell: ({ row }) => <CredentialActions credential={row.original} onAction={onAction} />,
        }),
      ]),
    [onAction],
  )
  return (
    <Clock value={clock}>
      <DataTable
        caption="Application credentials you created"
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowHeader="name"
        sort={{ column: shown.sort, isDescending: shown.isDescending }}
        onSort={({ column, isDescending }) =>
          onChange({ sort: sortColumns.find((known) => known === column) ?? 'expires', isDescending, page: 1 })
        }
        page={shown.page}
        onPage={(page) => onChange({ page })}
      />
    </Clock>
  )
}

function Name({ name }: { name: string }) {
  return (
    <span title={name} className="line-clamp-2">
      <bdi>{name}</bdi>
    </span>
  )
}

function ClientId({ clientId, name }: { clientId: string; name: string }) {
  return (
    <span className="flex items-center gap-1">
      <code className="font-mono text-[0.6875rem] sm:w-[19ch] sm:shrink-0">{clientId}</code>
      <CopyButton name={`Copy Client ID of ${name}`} text={clientId} done="Client ID copied" />
    </span>
  )
}

function StatusNow({ status }: { status: Status }) {
  return <CredentialStatus status={status} timeZone={useContext(Clock).timeZone} />
}

function LastUsed({ instant }: { instant: Date | null }) {
  const { now, timeZone } = useContext(Clock)
  return instant ? <RelativeTime instant={instant} now={now} timeZone={timeZone} /> : 'Never'
}

function Expiry({ date, zone }: { date: string; zone: string }) {
  return (
    // Server and browser may ship different locale data, e.g. "Sep" and "Sept".
    <span className="block sm:whitespace-nowrap" suppressHydrationWarning>
      {dateText(date)}, <span className="text-muted text-xs">end of day </span>
      <span className="text-muted text-xs sm:block">({zone})</span>
    </span>
  )
}
