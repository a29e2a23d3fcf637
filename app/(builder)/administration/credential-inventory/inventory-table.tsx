'use client'

import { createContext, useContext, useMemo } from 'react'
import { CopyButton } from '@/components/copy-button'
import { columnsFor, DataTable } from '@/components/data-table'
import { RelativeTime } from '@/components/relative-time'
import type { OverseenCredential } from '@/lib/credentials/oversee'
import { type OverseenColumn, overseenColumns } from '@/lib/credentials/oversee-query'
import { credentialStatus } from '@/lib/credentials/status'
import type { ListState } from '../../list-state'
import { CredentialStatus } from '../../user-management/application-credentials/credential-status'
import { dateText } from '../../user-management/application-credentials/expiry-text'
import { InventoryActions } from './inventory-actions'
import type { OversightAction } from './oversight'

type InventoryTableProps = {
  credentials: OverseenCredential[]
  rowCount: number
  shown: ListState<OverseenColumn>
  onChange: (changed: Partial<ListState<OverseenColumn>>) => void
  now: Date
  timeZone: string
  onAction: (action: OversightAction, credential: OverseenCredential) => void
}

const column = columnsFor<OverseenCredential>()

/** What "last used" and a status are counted from, and whose clock times are told by. */
const Clock = createContext({ now: new Date(0), timeZone: 'UTC' })

/** One page of the credentials of everybody, sorted by the server. */
export function InventoryTable({ credentials, rowCount, shown, onChange, now, timeZone, onAction }: InventoryTableProps) {
  const clock = useMemo(() => ({ now, timeZone }), [now, timeZone])
  // Must not depend on the time: other columns would be other cells, and whatever had focus in one would lose it with every refresh.
  const columns = useMemo(
    () =>
      column.columns([
        column.accessor('name', { header: 'Name', cell: ({ getValue }) => <Name name={getValue()} /> }),
        column.accessor('clientId', { header: 'Client ID', cell: ({ row: { original } }) => <ClientId credential={original} /> }),
        column.accessor((row) => row.owner.name, {
          id: 'owner',
          header: 'Owner',
          cell: ({ row: { original } }) => <Owner owner={original.owner} />,
        }),
        column.accessor((row) => row.operationalRole.name, {
          id: 'role',
          header: 'Roles',
          cell: ({ row: { original } }) => <Roles credential={original} />,
        }),
        column.accessor('id', { id: 'status', header: 'Status', cell: ({ row: { original } }) => <Status credential={original} /> }),
        column.accessor('expiresAt', {
          id: 'expires',
          header: 'Expires',
          cell: ({ row: { original } }) => <Expiry credential={original} />,
        }),
        column.accessor('lastUsedAt', {
          id: 'lastUsed',
          header: 'Last used',
          cell: ({ row: { original } }) => <LastUsed instant={original.lastUsedAt} />,
        }),
        column.accessor('liveSessions', { id: 'sessions', header: 'Sessions' }),
        column.display({
          id: 'actions',
          header: 'Actions',
          cell: ({ row }) => <InventoryActions credential={row.original} onAction={onAction} />,
        }),
      ]),
    [onAction],
  )
  return (
    <Clock value={clock}>
      <DataTable
        caption="Application credentials of everybody"
        columns={columns}
        rows={credentials}
        rowCount={rowCount}
        rowId={(row) => row.id}
        rowHeader="name"
        sort={{ column: shown.sort, isDescending: shown.isDescending }}
        onSort={({ column, isDescending }) =>
          onChange({ sort: overseenColumns.find((known) => known === column) ?? 'expires', isDescending, page: 1 })
        }
        page={shown.page}
        onPage={(page) => onChange({ page })}
      />
    </Clock>
  )
}

type OfCredential = { credential: OverseenCredential }

function Name({ name }: { name: string }) {
  return (
    <bdi title={name} className="line-clamp-2">
      {name}
    </bdi>
  )
}

function ClientId({ credential: { name, owner, clientId } }: OfCredential) {
  return (
    <span className="flex items-center gap-1">
      <code className="font-mono text-[0.6875rem] sm:w-[19ch] sm:shrink-0">{clientId}</code>
      <CopyButton name={`Copy Client ID of ${name} of ${owner.name}`} text={clientId} done="Client ID copied" />
    </span>
  )
}

function Owner({ owner }: Pick<OverseenCredential, 'owner'>) {
  return (
    <>
      <bdi className="wrap-break-word block">{owner.name}</bdi>
      <span title={owner.email} className="block truncate text-muted text-xs sm:max-w-32 2xl:max-w-56">
        {owner.email}
      </span>
      {owner.isDisabled && <span className="block text-danger text-xs">Account disabled</span>}
    </>
  )
}

function Roles({ credential: { operationalRole, builderRole } }: OfCredential) {
  return (
    <>
      <bdi className="wrap-break-word block">{operationalRole.name}</bdi>
      {builderRole && <bdi className="wrap-break-word block text-muted text-xs">{builderRole.name}</bdi>}
    </>
  )
}

function Status({ credential }: OfCredential) {
  const { now, timeZone } = useContext(Clock)
  return <CredentialStatus status={credentialStatus(credential, now)} timeZone={timeZone} owner={credential.owner.name} />
}

function Expiry({ credential: { expiresOn, expiresZone } }: OfCredential) {
  return (
    // Server and browser may ship different locale data, e.g. "Sep" and "Sept".
    <span className="block sm:whitespace-nowrap" suppressHydrationWarning>
      {dateText(expiresOn)}, <span className="text-muted text-xs">end of day </span>
      <span className="text-muted text-xs sm:block">({expiresZone})</span>
    </span>
  )
}

function LastUsed({ instant }: { instant: Date | null }) {
  const { now, timeZone } = useContext(Clock)
  return instant ? <RelativeTime instant={instant} now={now} timeZone={timeZone} /> : 'Never'
}
