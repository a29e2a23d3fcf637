'use client'

import type { ReactNode } from 'react'
import { Button } from './button'

/** What a list says in place of its rows: that nothing matches, and the way back to all of them where there is one. */
export function NoMatch({
  clearLabel = 'Clear search',
  onClear,
  children,
}: {
  clearLabel?: string
  onClear?: () => void
  children: ReactNode
}) {
  return (
    <div className="grid justify-items-center gap-4 rounded-lg border border-line bg-surface px-5 py-10 text-center">
      <p className="wrap-anywhere text-base">{children}</p>
      {onClear && <Button onPress={onClear}>{clearLabel}</Button>}
    </div>
  )
}
