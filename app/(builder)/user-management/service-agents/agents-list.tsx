'use client'

import { useRef } from 'react'
import { ListSearch } from '@/components/list-search'
import { NoMatch } from '@/components/no-match'
import type { UserDetails } from '@/lib/users/details'
import { useServerListState } from '../../use-list-state'
import type { AgentAction } from './agent-actions'
import { agentsAddress } from './agents-address'
import { AgentsTable } from './agents-table'
import type { Viewer } from './viewer'

type AgentsListProps = {
  /** One page of them, and how many match in all. */
  agents: UserDetails[]
  count: number
  viewer: Viewer
  now: Date
  onAction: (action: AgentAction, agent: UserDetails) => void
}

/** Service agents: a search box, and one page of those that match. */
export function AgentsList({ agents, count, viewer, now, onAction }: AgentsListProps) {
  const [shown, change, isPending] = useServerListState(agentsAddress)
  const searchBox = useRef<HTMLDivElement>(null)
  const isSearching = shown.search.trim() !== ''
  function clearSearch() {
    change({ search: '', page: 1 })
    // The button that was pressed goes away.
    searchBox.current?.querySelector('input')?.focus()
  }
  return (
    <>
      <ListSearch
        placeholder="Name, e-mail or role"
        value={shown.search}
        onChange={(search) => change({ search, page: 1 })}
        box={searchBox}
        found={isSearching && !isPending && (count === 1 ? '1 matches' : `${count} match`)}
      />
      {agents.length === 0 ? (
        <NoMatch onClear={clearSearch}>
          No service agent matches “<bdi>{shown.search.trim()}</bdi>”.
        </NoMatch>
      ) : (
        <div aria-busy={isPending} className="sm:overflow-x-auto sm:rounded-lg sm:border sm:border-line">
          <AgentsTable agents={agents} count={count} shown={shown} onChange={change} viewer={viewer} now={now} onAction={onAction} />
        </div>
      )}
    </>
  )
}
