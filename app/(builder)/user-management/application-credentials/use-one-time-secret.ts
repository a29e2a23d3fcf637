import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { useLeaveGuard } from './use-leave-guard'

/** What generating a key returns: the plain secret exists here and nowhere else. `secret` is '' once it was cleared. */
export type IssuedSecret = { clientId: string; secret: string }

/** The one-time secret of a dialog: what is shown, and the one guard every way of leaving goes through. */
export type OneTimeSecretControl = ReturnType<typeof useOneTimeSecret>

/**
 * Holds a secret for as long as its dialog shows it, and keeps people from losing it by accident.
 * `isPending` says that a request which may return a secret is under way; `onClose` takes the dialog away.
 */
export function useOneTimeSecret(isPending: boolean, onClose: () => void) {
  const [issued, setIssued] = useState<IssuedSecret | null>(null)
  const [isSaved, setSaved] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const isAtRisk = issued !== null && issued.secret !== '' && !isSaved

  useEffect(() => {
    const clear = () => flushSync(() => setIssued((current) => current && { ...current, secret: '' }))
    addEventListener('pagehide', clear)
    return () => removeEventListener('pagehide', clear)
  }, [])

  function close() {
    setIssued(null)
    onClose()
  }
  function leave() {
    if (isAtRisk) setAsking(true)
    else close()
  }
  function onBack() {
    if (!isPending) leave()
    return isPending || isAtRisk ? 'stay' : 'leave'
  }
  useLeaveGuard({ isActive: isPending || issued !== null, onBack, isAtRisk })

  return {
    issued,
    isSaved,
    isAsking,
    show: ({ clientId, secret }: IssuedSecret) => setIssued({ clientId, secret }),
    markSaved: () => setSaved(true),
    leave,
    stay: () => setAsking(false),
    close,
  }
}
