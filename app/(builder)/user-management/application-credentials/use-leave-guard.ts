import { useEffect, useEffectEvent } from 'react'

type LeaveGuard = {
  /** While true, the browser's Back button calls `onBack` instead of leaving the page. */
  isActive: boolean
  /** Whether Back is refused; if not, the next press leaves. */
  onBack: () => 'stay' | 'leave'
  /** While true, closing or reloading the page asks first. */
  isAtRisk: boolean
}

/** Keeps Back, reload and closing the tab from taking away what is on the screen. */
export function useLeaveGuard({ isActive, onBack, isAtRisk }: LeaveGuard): void {
  const back = useEffectEvent(() => {
    if (onBack() === 'stay') pushEntry()
  })
  useEffect(() => {
    if (!isActive) return
    hold()
    const onPopState = () => back()
    addEventListener('popstate', onPopState)
    return () => {
      removeEventListener('popstate', onPopState)
      release()
    }
  }, [isActive])

  useEffect(() => {
    if (!isAtRisk) return
    const ask = (event: BeforeUnloadEvent) => {
      event.preventDefault()
      // Some browsers still ask only for this.
      event.returnValue = true
    }
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [isAtRisk])
}

// Back can only be answered, not refused: an extra history entry of the same page is what it takes away.
const marker = 'leaveGuard'
let holders = 0

const isGuardEntry = () => Boolean((history.state as Record<string, unknown> | null)?.[marker])

function pushEntry() {
  history.pushState({ [marker]: true }, '')
}

function hold() {
  holders += 1
  if (!isGuardEntry()) pushEntry()
}

function release() {
  holders -= 1
  // Later, because an effect that is only restarted holds again at once.
  setTimeout(() => {
    if (holders === 0 && isGuardEntry()) history.back()
  })
}
