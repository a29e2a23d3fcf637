'use client'

import type { ReactNode, RefObject } from 'react'
import { SearchField } from './search-field'

type ListSearchProps = {
  placeholder: string
  value: string
  onChange: (search: string) => void
  /** Around the box, for whoever has to give it focus. */
  box: RefObject<HTMLDivElement | null>
  /** How many match, while something is searched for. */
  found: ReactNode
}

/** The search box over a list, and what it has found. */
export function ListSearch({ placeholder, value, onChange, box, found }: ListSearchProps) {
  return (
    <search className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
      <div ref={box} className="w-full sm:w-80">
        <SearchField label="Search" placeholder={placeholder} value={value} onChange={onChange} />
      </div>
      <p role="status" className="text-muted">
        {found}
      </p>
    </search>
  )
}
