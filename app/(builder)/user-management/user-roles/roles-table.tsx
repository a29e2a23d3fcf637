'use client'

import { sortFn_basic, sortFn_text } from '@tanstack/react-table'
import { Lock, PencilLine } from 'lucide-react'
import { createContext, useContext, useMemo, useState } from 'react'
import { columnsFor, DataTable } from '@/components/data-table'
import { StatusBadge } from '@/components/status-badge'
import { featureWords } from '@/lib/roles/features'
import type { RoleInUse } from '@/lib/roles/list'
import type { ListState } from '../../list-state'
import { type RoleAction, RoleActions } from './role-actions'
import { type SortColumn, sortColumns } from './roles-address'
import type { Viewer } from './viewer'

type RolesTableProps = {
  caption: string
  roles: RoleInUse[]
  viewer: Viewer
  shown: ListState<SortColumn>
  onChange: (changed: Partial<ListState<SortColumn>>) => void
  onAction: (action: RoleAction, role: RoleInUse) => void
}

const column = columnsFor<RoleInUse>()

/** Who looks; not known to the columns, which must stay the same: others would be other cells, and whatever had focus in one would lose it. */
const Looking = createContext<Viewer>({ roles: [], mayWrite: false, maySeePeople: false })

/** The roles of one kind as a table that can be sorted and, should there be many, paged. */
export function RolesTable({ caption, roles, viewer, shown, onChange, onAction }: RolesTableProps) {
  const [page, setPage] = useState(1)
  const columns = useMemo(
    () =>
      column.columns([
        column.accessor('name', { header: 'Name', sortFn: sortFn_text, cell: ({ getValue }) => <Name name={getValue()} /> }),
        column.accessor('description', {
          header: 'Description',
          sortFn: sortFn_text,
          cell: ({ getValue }) => <Words text={getValue()} className="sm:w-52" />,
        }),
        column.accessor((role) => role.features.length, {
          id: 'accessOptions',
          header: 'Access options',
          sortFn: sortFn_basic,
          cell: ({ row }) => <Words text={featureWords(row.original.features).join(' · ')} none="None" />,
        }),
        column.accessor('people', { header: 'People', sortFn: sortFn_basic, cell: ({ getValue }) => <Count value={getValue()} /> }),
        column.accessor('credentials', {
          header: 'Credentials',
          sortFn: sortFn_basic,
          cell: ({ getValue }) => <Count value={getValue()} />,
        }),
        column.accessor((role) => (role.standard ? 'Standard' : 'Custom'), {
          id: 'type',
          header: 'Type',
          sortFn: sortFn_text,
          cell: ({ row }) => <Type isStandard={row.original.standard} />,
        }),
        column.display({
          id: 'actions',
          header: 'Actions',
          cell: ({ row }) => <Actions role={row.original} onAction={onAction} />,
        }),
      ]),
    [onAction],
  )
  return (
    <Looking value={viewer}>
      <div className="sm:overflow-x-auto sm:rounded-lg sm:border sm:border-line">
        <DataTable
          caption={caption}
          columns={columns}
          rows={roles}
          rowId={(role) => role.id}
          rowHeader="name"
          sort={{ column: shown.sort, isDescending: shown.isDescending }}
          onSort={({ column: id, isDescending }) => onChange({ sort: sortColumns.find((known) => known === id) ?? 'name', isDescending })}
          page={page}
          onPage={setPage}
        />
      </div>
    </Looking>
  )
}

function Actions({ role, onAction }: Pick<RolesTableProps, 'onAction'> & { role: RoleInUse }) {
  return <RoleActions role={role} viewer={useContext(Looking)} onAction={onAction} />
}

// Fixed widths where there is room, so that the tables of both kinds line up.
function Name({ name }: { name: string }) {
  return (
    <span className="wrap-anywhere block sm:w-32">
      <bdi>{name}</bdi>
    </span>
  )
}

function Words({ text, none = '–', className = '' }: { text: string; none?: string; className?: string }) {
  return text ? (
    <span title={text} className={`wrap-anywhere line-clamp-2 ${className}`}>
      <bdi>{text}</bdi>
    </span>
  ) : (
    <span className={`block text-muted ${className}`}>{none}</span>
  )
}

function Count({ value }: { value: number }) {
  return <span className="tabular-nums">{value.toLocaleString('en-GB')}</span>
}

function Type({ isStandard }: { isStandard: boolean }) {
  return isStandard ? (
    <StatusBadge icon={Lock} tone="neutral" label="Standard" />
  ) : (
    <StatusBadge icon={PencilLine} tone="ok" label="Custom" />
  )
}
