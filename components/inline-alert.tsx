import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

/** A failure that belongs to the form or dialog around it, announced when it appears. */
export function InlineAlert({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className="flex gap-2.5 rounded-md border border-danger/30 bg-danger-soft px-3 py-2.5 text-danger">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div>{children}</div>
    </div>
  )
}
