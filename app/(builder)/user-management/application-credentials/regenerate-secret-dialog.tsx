'use client'

import { useState } from 'react'
import { AlertDialog } from '@/components/alert-dialog'
import { Dialog } from '@/components/dialog'
import { useSingleFlight } from '@/components/use-single-flight'
import type { CredentialSummary } from '@/lib/credentials/list'
import { goToSignIn } from '../../go-to-sign-in'
import { regenerateSecretAction } from './actions'
import { expiryText } from './expiry-text'
import { formErrors } from './form-errors'
import { OneTimeSecret, oneTimeSecretTitle } from './one-time-secret'
import { OverlapField } from './overlap-field'
import { UsageFacts } from './usage-facts'
import { useCredentialUsage } from './use-credential-usage'
import { useOneTimeSecret } from './use-one-time-secret'

/** What the menu, the dialog and its button call it. */
export const regenerateTitle = 'Generate new secret key'

type RegenerateSecretDialogProps = { credential: CredentialSummary; timeZone: string; onClose: () => void }

/** "Generate new secret key": says what depends on the old secret, asks what becomes of it, then shows the new one once. */
export function RegenerateSecretDialog({ credential, timeZone, onClose }: RegenerateSecretDialogProps) {
  const usage = useCredentialUsage(credential.id)
  const [overlap, setOverlap] = useState(0)
  const [error, setError] = useState<string>()
  const [regenerate, isPending] = useSingleFlight(async () => {
    setError(undefined)
    const result = await regenerateSecretAction(credential.id, overlap).catch(() => null)
    if (!result) return setError('The server did not answer, so the secret may have been replaced. Try again.')
    if (result.ok) return secret.show(result)
    if (result.reason === 'signed-out') return goToSignIn()
    setError(formErrors(result).form ?? 'Nothing was changed. Try again.')
  })
  const secret = useOneTimeSecret(isPending, onClose)
  const [openedAt] = useState(() => new Date())

  if (secret.issued) {
    return (
      <Dialog title={oneTimeSecretTitle} onDismiss={secret.leave}>
        <OneTimeSecret control={secret} issued={secret.issued} name={credential.name} />
      </Dialog>
    )
  }
  const keptUntil = typeof usage === 'object' ? usage.previousSecretEndsAt : null
  return (
    <AlertDialog
      title={regenerateTitle}
      confirmLabel={regenerateTitle}
      tone={overlap === 0 ? 'danger' : 'primary'}
      isPending={isPending}
      error={error}
      onCancel={onClose}
      onConfirm={regenerate}
      fields={
        <>
          <UsageFacts usage={usage} timeZone={timeZone} />
          <OverlapField value={overlap} onChange={setOverlap} />
          {keptUntil && keptUntil > openedAt && (
            <p className="text-muted">The secret before the one in use still works. It stops at once, whatever you choose.</p>
          )}
        </>
      }
    >
      <p>
        <strong className="wrap-anywhere font-semibold text-ink">{credential.name}</strong> gets a new secret key. The Client ID stays the
        same, and so does the expiry: {expiryText(credential.expiresOn, credential.expiresZone)}.
      </p>
      {credential.disabledAt && <p>It stays disabled: the new secret key gets no token until the credential is enabled again.</p>}
    </AlertDialog>
  )
}
