'use client'

import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useCallback, useMemo, useRef, useState } from 'react'
import { NoMatch } from '@/components/no-match'
import { PageHeader } from '@/components/page-header'
import { SearchField } from '@/components/search-field'
import { SelectField } from '@/components/select-field'
import type { OverseenCredential } from '@/lib/credentials/oversee'
import { parseStatusKind, type StatusKind } from '@/lib/credentials/oversee-query'
import { useServerListState } from '../../use-list-state'
import { useReturnFocus } from '../../user-management/application-credentials/use-return-focus'
import { inventoryAddress } from './inventory-address'
import { InventoryTable } from './inventory-table'
import type { OversightAction } from './oversight'
import { OversightDialog } from './oversight-dialog'
import { statusOptions } from './status-options'

type InventoryScreenProps = {
  credentials: OverseenCredential[]
  rowCount: number
  status: StatusKind | undefined
  /** The e-mail address of whoever looks. */
  me: string
  timeZone: string
  now: Date
}

/** The credentials of everybody, and the confirmation that is open over them. */
export function InventoryScreen({ credentials, rowCount, status, me, timeZone, now }: InventoryScreenProps) {
  const router = useRouter()
  const address = useMemo(() => inventoryAddress(status), [status])
  const [shown, change, isPending] = useServerListState(address)
  const [opened, setOpened] = useState<{ action: OversightAction; credential: OverseenCredential } | null>(null)
  const returnFocusTo = useReturnFocus(opened !== null, credentials.length === 0)
  const searchBox = useRef<HTMLDivElement>(null)
  const open = useCallback((action: OversightAction, credential: OverseenCredential) => setOpened({ action, credential }), [])
  const isNarrowed = shown.search.trim() !== '' || status !== undefined

  function narrow(to: StatusKind | undefined, search = shown.search) {
    router.push((location.pathname + inventoryAddress(to).query({ ...shown, search, page: 1 })) as Route, { scroll: false })
  }
  function clear() {
    narrow(undefined, '')
    // The button that was pressed goes away.
    searchBox.current?.querySelector('input')?.focus()
  }
  function close(credentialId: string) {
    returnFocusTo(credentialId)
    setOpened(null)
  }
  return (
    <>
      <PageHeader
        title="Credential Inventory"
        note="The credentials of everybody. Secrets are never shown; only owners can edit, renew or delete theirs."
      />
      <search className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
        <div ref={searchBox} className="w-full sm:w-80">
          <SearchField
            label="Search"
            placeholder="Name, client ID, owner or role"
            value={shown.search}
            onChange={(search) => change({ search, page: 1 })}
          />
        </div>
        <div className="w-full sm:w-48">
          <SelectField label="Status" value={status ?? ''} options={statusOptions} onChange={(kind) => narrow(parseStatusKind(kind))} />
        </div>
        <p role="status" className="pb-2 text-muted">
          {isNarrowed && `${rowCount} ${rowCount === 1 ? 'matches' : 'match'}`}
        </p>
      </search>
      {rowCount === 0 ? (
        <NoMatch clearLabel="Clear search and status" onClear={isNarrowed ? clear : undefined}>
          {isNarrowed ? 'No credential matches.' : 'Nobody has created an application credential yet.'}
        </NoMatch>
      ) : (
        <div
          aria-busy={isPending}
          className={`sm:overflow-x-auto sm:rounded-lg sm:border sm:border-line ${isPending ? 'opacity-60 transition-opacity delay-200' : ''}`}
        >
          <InventoryTable
            credentials={credentials}
            rowCount={rowCount}
            shown={shown}
            onChange={change}
            now={now}
            timeZone={timeZone}
            onAction={open}
          />
        </div>
      )}
      {opened && <OversightDialog {...opened} isMine={opened.credential.owner.email === me} onClose={() => close(opened.credential.id)} />}
    </>
  )
}
