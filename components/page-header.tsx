import type { ReactNode } from 'react'

/** The head of a page: its title, one sentence about it, and what can be done on it as a whole. */
export function PageHeader({ title, note, children }: { title: string; note: string; children?: ReactNode }) {
  return (
    <header className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div>
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        <p className="text-muted">{note}</p>
      </div>
      {children}
    </header>
  )
}
