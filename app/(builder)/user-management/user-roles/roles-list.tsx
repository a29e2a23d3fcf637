'use client'

import { useRef } from 'react'
import { ListSearch } from '@/components/list-search'
import { NoMatch } from '@/components/no-match'
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
      <div className="pb-2">
        <ListSearch
          placeholder="Name, description or access option"
          value={shown.search}
          onChange={(text) => change({ search: text, page: 1 })}
          box={searchBox}
          found={search && `${found.length} of ${roles.length} match`}
        />
      </div>
      {found.length === 0 && (
        <NoMatch onClear={clearSearch}>
          No role matches “<bdi>{search}</bdi>”.
        </NoMatch>
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
