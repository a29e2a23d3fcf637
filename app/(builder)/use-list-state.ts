import type { Route } from 'next'
import { useRouter, useSearchParams } from 'next/navigation'
import { useEffect, useMemo, useRef, useState, useTransition } from 'react'
import type { ListAddress, ListState } from './list-state'

const typingMs = 250

type Change<Column extends string> = (changed: Partial<ListState<Column>>) => void

/** Goes to another address of the same list: as a step that Back undoes, or in place of the current one. */
type Go = { step: (address: string) => void; replace: (address: string) => void }

const inBrowser: Go = {
  step: (address) => history.pushState(null, '', address),
  replace: (address) => history.replaceState(null, '', address),
}

/**
 * How a list whose rows are all in the browser is shown, as the address says, and the function that changes it. Sorting and paging
 * are steps that Back undoes; a search replaces the address once typing pauses, but filters at once.
 */
export function useListState<Column extends string>(address: ListAddress<Column>): [ListState<Column>, Change<Column>] {
  return useAddressState(address, inBrowser)
}

/** Like {@link useListState}, for a list of which the server sends one page; the third is whether that page is on its way. */
export function useServerListState<Column extends string>(address: ListAddress<Column>): [ListState<Column>, Change<Column>, boolean] {
  const router = useRouter()
  const [isPending, startTransition] = useTransition()
  const onServer: Go = {
    step: (to) => startTransition(() => router.push(to as Route, { scroll: false })),
    replace: (to) => startTransition(() => router.replace(to as Route, { scroll: false })),
  }
  return [...useAddressState(address, onServer), isPending]
}

function useAddressState<Column extends string>(address: ListAddress<Column>, go: Go): [ListState<Column>, Change<Column>] {
  const query = useSearchParams()
  const stored = useMemo(() => address.parse(new URLSearchParams(query)), [query, address])
  const [typed, setTyped] = useState<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const state = typed === null ? stored : { ...stored, search: typed, page: typed === stored.search ? stored.page : 1 }

  // The address has caught up, or Back has led to another search.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed gives way whenever the address changes
  useEffect(() => setTyped(null), [stored.search])
  useEffect(() => () => clearTimeout(timer.current), [])

  function change(changed: Partial<ListState<Column>>) {
    const next = { ...state, ...changed }
    const addressOf = (shown: ListState<Column>) => location.pathname + address.query(shown)
    clearTimeout(timer.current)
    if (changed.search === undefined) return go.step(addressOf(next))
    setTyped(next.search)
    timer.current = setTimeout(() => go.replace(addressOf({ ...next, page: 1 })), typingMs)
  }
  return [state, change]
}
