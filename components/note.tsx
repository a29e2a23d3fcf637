import { Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { tv } from 'tailwind-variants'

const note = tv({
  base: 'flex gap-2.5 rounded-md px-3 py-2.5',
  variants: { tone: { info: 'bg-accent-soft text-ink [&>svg]:text-accent', warning: 'bg-warn-soft text-warn' } },
})

/** Something to know before going on: plain information, or a warning. */
export function Note({ tone = 'info', children }: { tone?: 'info' | 'warning'; children: ReactNode }) {
  const Icon = tone === 'info' ? Info : TriangleAlert
  return (
    <div className={note({ tone })}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div>{children}</div>
    </div>
  )
}
