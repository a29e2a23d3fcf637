'use client'

import { useMemo, useRef } from 'react'
import { SearchField } from '@/components/search-field'
import type { CredentialSummary } from '@/lib/credentials/list'
import { useListState } from '../../use-list-state'
import type { CredentialAction } from './credential-actions'
import { credentialsAddress } from './credentials-address'
import { CredentialsTable } from './credentials-table'
import { matches } from './matches'
import { NoMatch } from './no-match'

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
      <search className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <div ref={searchBox} className="w-full sm:w-80">
          <SearchField
            label="Search"
            placeholder="Name, client ID, role or status"
            value={shown.search}
            onChange={(search) => change({ search, page: 1 })}
          />
        </div>
        <p role="status" className="text-muted">
          {isSearching && `${found.length} of ${credentials.length} match`}
        </p>
      </search>
      {found.length === 0 ? (
        <NoMatch search={shown.search} onClear={clearSearch} />
      ) : (
        <div className="sm:overflow-x-auto sm:rounded-lg sm:border sm:border-line">
          <CredentialsTable credentials={found} shown={shown} onChange={change} now={now} timeZone={timeZone} onAction={onAction} />
        </div>
      )}
    </>
  )
}
