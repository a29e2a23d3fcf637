'use client'

import { useState } from 'react'
import { AlertDialog } from '@/components/alert-dialog'
import { announce } from '@/components/announcer'
import { useSingleFlight } from '@/components/use-single-flight'
import type { CredentialSummary } from '@/lib/credentials/list'
import { deleteCredentialAction } from './actions'
import { formErrors, goToSignIn } from './form-errors'

type DeleteCredentialDialogProps = { credential: CredentialSummary; onCancel: () => void; onDeleted: () => void }

/** Asks before a credential is deleted. One that is gone already counts as deleted. */
export function DeleteCredentialDialog({ credential, onCancel, onDeleted }: DeleteCredentialDialogProps) {
  const [error, setError] = useState<string>()
  const [remove, isPending] = useSingleFlight(async () => {
    setError(undefined)
    const result = await deleteCredentialAction(credential.id).catch(() => null)
    if (!result) return setError('The server did not answer. Try again.')
    if (!result.ok && result.reason === 'signed-out') return goToSignIn()
    if (!result.ok && result.reason !== 'not-found') return setError(formErrors(result).form ?? 'Nothing was deleted. Try again.')
    announce(`${credential.name} deleted`)
    onDeleted()
  })
  return (
    <AlertDialog
      title="Delete application credential"
      confirmLabel="Delete"
      isPending={isPending}
      error={error}
      onCancel={onCancel}
      onConfirm={remove}
    >
      <p>
        <strong className="wrap-anywhere font-semibold text-ink">{credential.name}</strong> is deleted for good. Its Client ID and Secret
        Key stop working and all its sessions end at once.
      </p>
    </AlertDialog>
  )
}
