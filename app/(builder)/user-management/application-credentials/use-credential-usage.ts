import { useEffect, useState } from 'react'
import type { CredentialUsage } from '@/lib/credentials/usage'
import { credentialUsageAction } from './actions'

/** How a credential is used now; `unknown` when the server did not tell. */
export type KnownUsage = CredentialUsage | 'loading' | 'unknown'

/** Asks once, when the dialog that needs it opens. */
export function useCredentialUsage(credentialId: string): KnownUsage {
  const [usage, setUsage] = useState<KnownUsage>('loading')
  useEffect(() => {
    let isCurrent = true
    credentialUsageAction(credentialId)
      .catch(() => null)
      .then((found) => isCurrent && setUsage(found ?? 'unknown'))
    return () => {
      isCurrent = false
    }
  }, [credentialId])
  return usage
}
