import type { LucideIcon } from 'lucide-react'
import { tv } from 'tailwind-variants'

const badge = tv({
  base: 'inline-flex items-center gap-1.5 whitespace-nowrap rounded-full border border-transparent px-2 py-0.5 font-medium text-[0.8125rem] forced-colors:border-[CanvasText]',
  variants: {
    tone: {
      ok: 'bg-ok-soft text-ok',
      neutral: 'bg-sunken text-muted',
      warn: 'bg-warn-soft text-warn',
      danger: 'bg-danger-soft text-danger',
    },
  },
})

/** A state as icon and words; the colour only repeats what they say. */
export function StatusBadge({ icon: Icon, tone, label }: { icon: LucideIcon; tone: 'ok' | 'neutral' | 'warn' | 'danger'; label: string }) {
  return (
    <span className={badge({ tone })}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {label}
    </span>
  )
}
