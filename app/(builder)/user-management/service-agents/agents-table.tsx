'use client'

import { createContext, useContext, useMemo } from 'react'
import { columnsFor, DataTable } from '@/components/data-table'
import { RelativeTime } from '@/components/relative-time'
import type { UserDetails, UserRoleDetails } from '@/lib/users/details'
import { type UserSortColumn, userSortColumns } from '@/lib/users/sort-columns'
import type { ListState } from '../../list-state'
import { type AgentAction, AgentActions } from './agent-actions'
import { AgentStatus } from './agent-status'
import type { Viewer } from './viewer'

type AgentsTableProps = {
  agents: UserDetails[]
  count: number
  shown: ListState<UserSortColumn>
  onChange: (changed: Partial<ListState<UserSortColumn>>) => void
  viewer: Viewer
  now: Date
  onAction: (action: AgentAction, agent: UserDetails) => void
}

const column = columnsFor<UserDetails>()

/** What "last sign-in" is counted from, and for whom all this is shown. */
const Looking = createContext<{ now: Date; viewer: Viewer }>({
  now: new Date(0),
  viewer: { id: '', timeZone: 'UTC', canManage: false, features: [] },
})

/** One page of service agents as a table; the server sorts. */
export function AgentsTable({ agents, count, shown, onChange, viewer, now, onAction }: AgentsTableProps) {
  const looking = useMemo(() => ({ now, viewer }), [now, viewer])
  // Must not depend on the time: other columns would be other cells, and whatever had focus in one would lose it with every refresh.
  const columns = useMemo(
    () =>
      column.columns([
        column.accessor('name', { header: 'Name', cell: ({ row }) => <Name agent={row.original} /> }),
        column.accessor('email', {
          header: 'E-mail',
          cell: ({ getValue }) => <span className="wrap-anywhere">{getValue()}</span>,
        }),
        column.accessor((row) => namesOf(row.roles, 'OPERATIONAL'), { id: 'operationalRoles', header: 'Operational roles' }),
        column.accessor((row) => namesOf(row.roles, 'BUILDER'), { id: 'builderRoles', header: 'Builder roles' }),
        column.accessor('lastSignInAt', {
          id: 'lastSignIn',
          header: 'Last sign-in',
          cell: ({ getValue }) => <LastSignIn instant={getValue()} />,
        }),
        column.accessor((row) => row.disabledAt !== null, {
          id: 'status',
          header: 'Status',
          cell: ({ row }) => <AgentStatus isDisabled={row.original.disabledAt !== null} />,
        }),
        ...(viewer.canManage
          ? [column.display({ id: 'actions', header: 'Actions', cell: ({ row }) => <Actions agent={row.original} onAction={onAction} /> })]
          : []),
      ]),
    [viewer.canManage, onAction],
  )
  return (
    <Looking value={looking}>
      <DataTable
        caption="Service agents"
        columns={columns}
        rows={agents}
        rowCount={count}
        rowId={(row) => row.id}
        rowHeader="name"
        sort={{ column: shown.sort, isDescending: shown.isDescending }}
        onSort={({ column, isDescending }) =>
          onChange({ sort: userSortColumns.find((known) => known === column) ?? 'name', isDescending, page: 1 })
        }
        page={shown.page}
        onPage={(page) => onChange({ page })}
      />
    </Looking>
  )
}

const namesOf = (roles: UserRoleDetails[], kind: UserRoleDetails['kind']) =>
  roles
    .filter((role) => role.kind === kind)
    .map((role) => role.name)
    .join(', ') || 'None'

function Name({ agent }: { agent: UserDetails }) {
  const { viewer } = useContext(Looking)
  return (
    <span title={agent.name} className="line-clamp-2">
      <bdi>{agent.name}</bdi>
      {agent.id === viewer.id && <span className="font-normal text-muted"> (you)</span>}
    </span>
  )
}

function LastSignIn({ instant }: { instant: Date | null }) {
  const { now, viewer } = useContext(Looking)
  return instant ? <RelativeTime instant={instant} now={now} timeZone={viewer.timeZone} /> : 'Never'
}

function Actions({ agent, onAction }: { agent: UserDetails; onAction: AgentsTableProps['onAction'] }) {
  return <AgentActions agent={agent} viewer={useContext(Looking).viewer} onAction={onAction} />
}
