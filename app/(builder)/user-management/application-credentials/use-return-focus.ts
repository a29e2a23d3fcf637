import { useCallback, useEffect, useRef } from 'react'

const afterRestoreMs = 60

/**
 * Puts focus where a person can go on once a dialog is gone: on the actions of a row, or on "New credential".
 * Returns the function that says which row, by credential id; undefined means the button.
 */
export function useReturnFocus(isOpen: boolean, isEmpty: boolean): (credentialId: string | undefined) => void {
  const target = useRef<{ row: string | undefined } | null>(null)
  const wasOpen = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the list becomes empty or stops being so, the button moves and takes focus with it
  useEffect(() => {
    const hasJustClosed = wasOpen.current && !isOpen
    wasOpen.current = isOpen
    if (isOpen || !target.current) return
    const { row } = target.current
    // The modal gives focus back by itself one frame after it is gone, to what opened it: a menu item that is gone as well.
    const timer = setTimeout(() => {
      if (hasJustClosed || document.activeElement === document.body) (actionsOf(row) ?? newButton())?.focus()
    }, afterRestoreMs)
    return () => clearTimeout(timer)
  }, [isOpen, isEmpty])
  return useCallback((row) => {
    target.current = { row }
  }, [])
}

/** The credential whose row follows that of `credentialId` as the list is shown now, for the last one the row before; else undefined. */
export function actionsAfter(credentialId: string): string | undefined {
  const ids = Array.from(document.querySelectorAll<HTMLElement>('[data-actions-for]'), (button) => button.dataset.actionsFor)
  const index = ids.indexOf(credentialId)
  return index < 0 ? undefined : (ids[index + 1] ?? ids[index - 1])
}

const actionsOf = (id: string | undefined) => (id ? document.querySelector<HTMLElement>(`[data-actions-for="${id}"]`) : null)

const newButton = () => document.querySelector<HTMLElement>('[data-new-entry]')
