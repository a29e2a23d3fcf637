import { useEffect, useState } from 'react'
import { hasIssuedTokenAction } from './actions'

const intervalMs = 2_000
/** Every question counts as a use of the sign-in, so there has to be an end to them. */
const patienceMs = 10 * 60_000

/** Whether a token has been issued for the secret just shown. */
export type FirstToken = 'waiting' | 'received' | 'given-up'

/** Asks the server every other second while the page is in view, for ten minutes at most. */
export function useFirstToken(clientId: string): FirstToken {
  const [state, setState] = useState<FirstToken>('waiting')
  useEffect(() => {
    const endsAt = Date.now() + patienceMs
    let isGone = false
    let timer: ReturnType<typeof setTimeout>
    const ask = async () => {
      if (Date.now() > endsAt) return setState('given-up')
      if (!document.hidden && (await hasIssuedTokenAction(clientId).catch(() => false))) return setState('received')
      if (!isGone) timer = setTimeout(ask, intervalMs)
    }
    timer = setTimeout(ask, intervalMs)
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [clientId])
  return state
}
