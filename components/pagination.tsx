'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from './button'

type PaginationProps = {
  /** From 1. */
  page: number
  pageCount: number
  pageSize: number
  rowCount: number
  onPage: (page: number) => void
}

/** Which rows of a long table are shown, and the ways to the others. At either end a button stays focusable, but does nothing. */
export function Pagination({ page, pageCount, pageSize, rowCount, onPage }: PaginationProps) {
  const first = (page - 1) * pageSize + 1
  return (
    <nav
      aria-label="Pages"
      className="flex flex-wrap items-center justify-between gap-3 border-line border-t bg-surface px-4 py-2 max-sm:mt-3"
    >
      <p aria-live="polite" className="text-muted tabular-nums">
        {first}–{Math.min(first + pageSize - 1, rowCount)} of {rowCount}
      </p>
      <div className="flex gap-1.5">
        <PageButton isEnd={page <= 1} onPress={() => onPage(page - 1)}>
          <ChevronLeft aria-hidden className="size-4" />
          Previous page
        </PageButton>
        <PageButton isEnd={page >= pageCount} onPress={() => onPage(page + 1)}>
          Next page
          <ChevronRight aria-hidden className="size-4" />
        </PageButton>
      </div>
    </nav>
  )
}

function PageButton({ isEnd, onPress, children }: { isEnd: boolean; onPress: () => void; children: React.ReactNode }) {
  return (
    <Button size="small" aria-disabled={isEnd || undefined} onPress={isEnd ? undefined : onPress} className="aria-disabled:opacity-55">
      {children}
    </Button>
  )
}
