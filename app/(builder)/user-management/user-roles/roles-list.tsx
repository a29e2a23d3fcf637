'use client'

import { useRef } from 'react'
import { Button } from '@/components/button'
import { SearchField } from '@/components/search-field'
import { featureWords } from '@/lib/roles/features'
import type { RoleInUse } from '@/lib/roles/list'
import { useListState } from '../../use-list-state'
import type { RoleAction } from './role-actions'
import { rolesAddress } from './roles-address'
import { RolesTable } from './roles-table'
import type { Viewer } from './viewer'

type RolesListProps = { roles: RoleInUse[]; viewer: Viewer; onAction: (action: RoleAction, role: RoleInUse) => void }

const groups = [
  { kind: 'OPERATIONAL', title: 'Operational roles', note: 'What people, and credentials acting for them, may do with tickets.' },
  { kind: 'BUILDER', title: 'Builder roles', note: 'What they may see and change in Builder. Who holds none cannot sign in here.' },
] as const

/** A search box, and the roles that match in two groups. */
export function RolesList({ roles, viewer, onAction }: RolesListProps) {
  const [shown, change] = useListState(rolesAddress)
  const searchBox = useRef<HTMLDivElement>(null)
  const search = shown.search.trim()
  const found = search ? roles.filter((role) => matches(role, search)) : roles
  function clearSearch() {
    change({ search: '', page: 1 })
    // The button that was pressed goes away.
    searchBox.current?.querySelector('input')?.focus()
  }
  return (
    <>
      <search className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-2">
        <div ref={searchBox} className="w-full sm:w-80">
          <SearchField
            label="Search"
            placeholder="Name, description or access option"
            value={shown.search}
            onChange={(text) => change({ search: text, page: 1 })}
          />
        </div>
        <p role="status" className="text-muted">
          {search && `${found.length} of ${roles.length} match`}
        </p>
      </search>
      {found.length === 0 && (
        <div className="grid justify-items-center gap-4 rounded-lg border border-line bg-surface px-5 py-10 text-center">
          <p className="wrap-anywhere text-base">
            No role matches “<bdi>{search}</bdi>”.
          </p>
          <Button onPress={clearSearch}>Clear search</Button>
        </div>
      )}
      <div className="grid gap-7">
        {groups.map(({ kind, title, note }) => {
          const inGroup = found.filter((role) => role.kind === kind)
          return (
            inGroup.length > 0 && (
              <section key={kind} aria-labelledby={`roles-${kind}`} className="min-w-0">
                <h2 id={`roles-${kind}`} className="font-semibold text-base">
                  {title}
                </h2>
                <p className="mb-2.5 text-muted">{note}</p>
                <RolesTable caption={title} roles={inGroup} viewer={viewer} shown={shown} onChange={change} onAction={onAction} />
              </section>
            )
          )
        })}
      </div>
    </>
  )
}

function matches(role: RoleInUse, search: string): boolean {
  const words = [role.name, role.description, ...featureWords(role.features), ...role.features, role.standard ? 'Standard' : 'Custom']
  const text = plain(words.join('\n'))
  return plain(search)
    .split(/\s+/)
    .every((word) => text.includes(word))
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase()
