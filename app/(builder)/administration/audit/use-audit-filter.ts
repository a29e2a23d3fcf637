import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState, useTransition } from 'react'
import { type AuditFilter, auditFilter, auditFilterQuery } from '@/lib/audit/filter'

/** How long typing must pause before the log is asked, in milliseconds; a choice from a list asks at once. */
const typingMs = 400

type Changes = { [Name in keyof AuditFilter]?: string }

/** The filter as it stands in its fields, the functions that change and clear it, and whether the answer is on its way. */
export type AuditFilterControl = {
  filter: AuditFilter
  change: (changes: Changes, kind: 'typed' | 'chosen') => void
  clear: () => void
  isPending: boolean
}

/** Keeps the filter in the address: a choice is a step that Back undoes, what is typed replaces it. `shown` is what the page shows. */
export function useAuditFilter(shown: AuditFilter): AuditFilterControl {
  const router = useRouter()
  const [isPending, startTransition] = useTransition()
  const [draft, setDraft] = useState<AuditFilter | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const query = auditFilterQuery(shown)

  // The address has caught up, or Back has led to another filter; what is still being typed stays.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the draft gives way whenever the address changes
  useEffect(() => {
    if (timer.current === undefined) setDraft(null)
  }, [query])
  useEffect(() => () => clearTimeout(timer.current), [])

  function ask(next: AuditFilter, kind: 'typed' | 'chosen') {
    setDraft(next)
    clearTimeout(timer.current)
    timer.current = undefined
    const go = () => {
      timer.current = undefined
      const address = (location.pathname + auditFilterQuery(next)) as Route
      startTransition(() => (kind === 'typed' ? router.replace : router.push)(address, { scroll: false }))
    }
    if (kind === 'chosen') return go()
    timer.current = setTimeout(go, typingMs)
  }
  function change(changes: Changes, kind: 'typed' | 'chosen') {
    const next = Object.fromEntries(Object.entries({ ...(draft ?? shown), ...changes }).filter(([, value]) => value)) as AuditFilter
    // A year that is being typed passes through years nobody means.
    if (auditFilter.safeParse(next).success) ask(next, kind)
    else setDraft(next)
  }
  return { filter: draft ?? shown, change, clear: () => ask({}, 'chosen'), isPending }
}
