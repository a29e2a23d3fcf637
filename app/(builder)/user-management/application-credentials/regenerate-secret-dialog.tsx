'use client'

import { useState } from 'react'
import { AlertDialog } from '@/components/alert-dialog'
import { Dialog } from '@/components/dialog'
import { useSingleFlight } from '@/components/use-single-flight'
import type { CredentialSummary } from '@/lib/credentials/list'
import { regenerateSecretAction } from './actions'
import { expiryText } from './expiry-text'
import { formErrors, goToSignIn } from './form-errors'
import { OneTimeSecret, oneTimeSecretTitle } from './one-time-secret'
import { useOneTimeSecret } from './use-one-time-secret'

/** What the menu, the dialog and its button call it. */
export const regenerateTitle = 'Generate new secret key'

/** "Generate new secret key": says what ends, then shows the new secret once. */
export function RegenerateSecretDialog({ credential, onClose }: { credential: CredentialSummary; onClose: () => void }) {
  const [error, setError] = useState<string>()
  const [regenerate, isPending] = useSingleFlight(async () => {
    setError(undefined)
    const result = await regenerateSecretAction(credential.id).catch(() => null)
    if (!result) return setError('The server did not answer, so the secret may have been replaced. Try again.')
    if (result.ok) return secret.show(result)
    if (result.reason === 'signed-out') return goToSignIn()
    setError(formErrors(result).form ?? 'Nothing was changed. Try again.')
  })
  const secret = useOneTimeSecret(isPending, onClose)

  if (secret.issued) {
    return (
      <Dialog title={oneTimeSecretTitle} onDismiss={secret.leave}>
        <OneTimeSecret control={secret} issued={secret.issued} />
      </Dialog>
    )
  }
  return (
    <AlertDialog
      title={regenerateTitle}
      confirmLabel={regenerateTitle}
      isPending={isPending}
      error={error}
      onCancel={onClose}
      onConfirm={regenerate}
    >
      <p>
        The old secret key of <strong className="wrap-anywhere font-semibold text-ink">{credential.name}</strong> and all its sessions stop
        at once. Programs that use it fail until they have the new one.
      </p>
      <p>The Client ID stays the same, and so does the expiry: {expiryText(credential.expiresOn, credential.expiresZone)}.</p>
    </AlertDialog>
  )
}
