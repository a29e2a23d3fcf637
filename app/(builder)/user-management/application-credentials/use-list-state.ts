import { useSearchParams } from 'next/navigation'
import { useEffect, useMemo, useRef, useState } from 'react'
import { type ListState, listQuery, parseListState } from './list-state'

const typingMs = 250

/**
 * How the list is shown, as the address says, and the function that changes it. Sorting and paging are steps that Back undoes; a
 * search replaces the address once typing pauses, but filters at once.
 */
export function useListState(): [ListState, (changed: Partial<ListState>) => void] {
  const query = useSearchParams()
  const stored = useMemo(() => parseListState(new URLSearchParams(query)), [query])
  const [typed, setTyped] = useState<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const state = typed === null ? stored : { ...stored, search: typed, page: typed === stored.search ? stored.page : 1 }

  // The address has caught up, or Back has led to another search.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed gives way whenever the address changes
  useEffect(() => setTyped(null), [stored.search])
  useEffect(() => () => clearTimeout(timer.current), [])

  function change(changed: Partial<ListState>) {
    const next = { ...state, ...changed }
    clearTimeout(timer.current)
    if (changed.search === undefined) return history.pushState(null, '', addressOf(next))
    setTyped(next.search)
    timer.current = setTimeout(() => history.replaceState(null, '', addressOf({ ...next, page: 1 })), typingMs)
  }
  return [state, change]
}

const addressOf = (state: ListState) => location.pathname + listQuery(state)
