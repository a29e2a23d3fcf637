'use client'

import { useMemo, useRef } from 'react'
import { ListSearch } from '@/components/list-search'
import { NoMatch } from '@/components/no-match'
import type { CredentialSummary } from '@/lib/credentials/list'
import { useListState } from '../../use-list-state'
import type { CredentialAction } from './credential-actions'
import { credentialsAddress } from './credentials-address'
import { CredentialsTable } from './credentials-table'
import { matches } from './matches'

type CredentialsListProps = {
  credentials: CredentialSummary[]
  now: Date
  timeZone: string
  onAction: (action: CredentialAction, credential: CredentialSummary) => void
}

/** My credentials: a search box, and the table of those that match. */
export function CredentialsList({ credentials, now, timeZone, onAction }: CredentialsListProps) {
  const [shown, change] = useListState(credentialsAddress)
  const searchBox = useRef<HTMLDivElement>(null)
  const isSearching = shown.search.trim() !== ''
  const found = useMemo(
    () => (isSearching ? credentials.filter((credential) => matches(credential, shown.search.trim(), now)) : credentials),
    [credentials, shown.search, isSearching, now],
  )
  function clearSearch() {
    change({ search: '', page: 1 })
    // The button that was pressed goes away.
    searchBox.current?.querySelector('input')?.focus()
  }
  return (
    <>
      <ListSearch
        placeholder="Name, client ID, role or status"
        value={shown.search}
        onChange={(search) => change({ search, page: 1 })}
        box={searchBox}
        found={isSearching && `${found.length} of ${credentials.length} match`}
      />
      {found.length === 0 ? (
        <NoMatch onClear={clearSearch}>
          None of your credentials matches “<bdi>{shown.search.trim()}</bdi>”.
        </NoMatch>
      ) : (
        <div className="sm:overflow-x-auto sm:rounded-lg sm:border sm:border-line">
          <CredentialsTable credentials={found} shown={shown} onChange={change} now={now} timeZone={timeZone} onAction={onAction} />
        </div>
      )}
    </>
  )
}
