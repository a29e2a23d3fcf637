'use client'

import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { DiscardAlert } from '@/components/discard-alert'
import { useLeaveGuard } from '../../user-management/application-credentials/use-leave-guard'

/** While something is at risk: a link, Back, reload and closing the tab ask before it is thrown away. */
export function LeaveAlert({ isAtRisk }: { isAtRisk: boolean }) {
  const router = useRouter()
  const [asked, setAsked] = useState<{ href: Route } | 'back'>()
  const [isGoing, setGoing] = useState(false)
  useLeaveGuard({
    isActive: isAtRisk,
    isAtRisk: isAtRisk && !isGoing,
    onBack: () => {
      if (isGoing) return 'leave'
      setAsked('back')
      return 'stay'
    },
  })
  useEffect(() => {
    if (!isAtRisk) return
    const ask = (event: MouseEvent) => {
      const href = ownLink(event)
      if (!href) return
      // Before Next's own listener, which would leave at once.
      event.preventDefault()
      event.stopPropagation()
      setAsked({ href })
    }
    addEventListener('click', ask, { capture: true })
    return () => removeEventListener('click', ask, { capture: true })
  }, [isAtRisk])

  function discard() {
    setGoing(true)
    setAsked(undefined)
    // The guard's own history entry is on top of this page's: a link takes its place, Back goes past both.
    if (asked === 'back') history.go(-2)
    else if (asked) router.replace(asked.href)
    // Where there is nothing to go back to, the page stays, and with it the guard.
    setTimeout(() => setGoing(false), 2_000)
  }
  return asked ? <DiscardAlert onKeep={() => setAsked(undefined)} onDiscard={discard} /> : null
}

/** Where a plain click on a link within Builder leads; undefined for every other click, and for links that open elsewhere. */
function ownLink(event: MouseEvent): Route | undefined {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return undefined
  if (link.hash && link.pathname === location.pathname) return undefined
  return (link.pathname + link.search) as Route
}
