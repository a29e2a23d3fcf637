'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'
import { SidePanel } from '@/components/side-panel'

const afterRestoreMs = 60

/** The panel over the list. Closing it is going back, so that Back closes it too; focus returns to the actions of its row. */
export function DetailsPanel({ id, name, children }: { id: string; name: string; children: ReactNode }) {
  const router = useRouter()
  const isClosing = useRef(false)
  useEffect(() => {
    isClosing.current = false
    return () => {
      // The modal first gives focus back to what opened it: a menu item that is gone.
      setTimeout(() => document.querySelector<HTMLElement>(`[data-actions-for="${id}"]`)?.focus(), afterRestoreMs)
    }
  }, [id])
  function close() {
    // A second Escape while the first is under way would leave the list as well.
    if (isClosing.current) return
    isClosing.current = true
    router.back()
  }
  return (
    <SidePanel kicker="Details and activity" title={name} onDismiss={close}>
      {children}
    </SidePanel>
  )
}
