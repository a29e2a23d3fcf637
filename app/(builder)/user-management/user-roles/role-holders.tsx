'use client'

import { useEffect, useState } from 'react'
import { InlineAlert } from '@/components/inline-alert'
import { Pagination } from '@/components/pagination'
import { rowsPerPage } from '@/components/rows-per-page'
import type { RoleHolder } from '@/lib/roles/list-holders'
import { goToSignIn } from '../../go-to-sign-in'
import { roleHoldersAction } from './actions'

type Known = { holders: RoleHolder[]; total: number }

/** "Who holds it": the people who hold a role, a page at a time. */
export function RoleHolders({ roleId }: { roleId: string }) {
  const [page, setPage] = useState(1)
  const [known, setKnown] = useState<Known | 'loading' | 'failed'>('loading')
  useEffect(() => {
    let isCurrent = true
    roleHoldersAction({ roleId, page })
      .catch(() => null)
      .then((result) => {
        if (!isCurrent) return
        if (result && !result.ok && result.reason === 'signed-out') goToSignIn()
        else setKnown(result?.ok ? result : 'failed')
      })
    return () => {
      isCurrent = false
    }
  }, [roleId, page])
  if (known === 'failed') return <InlineAlert>The list could not be loaded. Close this and open it again.</InlineAlert>
  if (known === 'loading') return <p className="text-muted">Loading…</p>
  if (known.total === 0) return <p className="text-muted">Nobody.</p>
  const pageCount = Math.ceil(known.total / rowsPerPage)
  return (
    <div className="overflow-hidden rounded-md border border-line bg-surface">
      <ul className="divide-y divide-line">
        {known.holders.map(({ id, name, email, disabled }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-3 px-3.5 py-2">
            <span className="wrap-anywhere font-medium">
              <bdi>{name}</bdi>
            </span>
            <span className="wrap-anywhere text-muted">{email}</span>
            {disabled && <span className="ml-auto text-muted text-xs">Disabled</span>}
          </li>
        ))}
      </ul>
      {pageCount > 1 && <Pagination page={page} pageCount={pageCount} pageSize={rowsPerPage} rowCount={known.total} onPage={setPage} />}
    </div>
  )
}
