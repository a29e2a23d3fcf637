'use client'

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'

const ariaSort = { asc: 'ascending', desc: 'descending' } as const
const icons = { asc: ArrowUp, desc: ArrowDown }

type SortHeaderProps = {
  direction: 'asc' | 'desc' | false
  /** Sorts by this column, or turns its order round; absent where sorting makes no sense. */
  onSort?: () => void
  children: ReactNode
}

/** A column header, with a button where the column can be sorted. */
export function SortHeader({ direction, onSort, children }: SortHeaderProps) {
  const Icon = direction ? icons[direction] : ChevronsUpDown
  if (!onSort) {
    return (
      <th scope="col">
        <span className="sr-only">{children}</span>
      </th>
    )
  }
  return (
    <th
      scope="col"
      aria-sort={direction ? ariaSort[direction] : undefined}
      className="px-0.5 py-1.5 text-left font-medium first:pl-3 2xl:first:pl-2 text-[0.8125rem] max-sm:px-0 max-sm:py-0"
    >
      <Button
        onPress={onSort}
        className={`inline-flex min-h-7 items-center gap-1 rounded px-1 text-left 2xl:px-2 focus-visible:-outline-offset-2 max-sm:whitespace-nowrap hover:bg-hover hover:text-ink ${direction ? 'text-ink' : 'text-muted'}`}
      >
        {children}
        {/* Where there is room. A column that is not sorted by is still a button, and says so under the pointer. */}
        <Icon aria-hidden className={`size-3.5 shrink-0 ${direction ? 'text-accent' : 'opacity-60 sm:max-2xl:hidden'}`} />
      </Button>
    </th>
  )
}
