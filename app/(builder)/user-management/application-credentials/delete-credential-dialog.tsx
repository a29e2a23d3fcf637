'use client'

import { useRef, useState } from 'react'
import { AlertDialog } from '@/components/alert-dialog'
import { announce } from '@/components/announcer'
import { focusFirstInvalid } from '@/components/focus-first-invalid'
import { TextField } from '@/components/text-field'
import { useSingleFlight } from '@/components/use-single-flight'
import type { CredentialSummary } from '@/lib/credentials/list'
import { goToSignIn } from '../../go-to-sign-in'
import { deleteCredentialAction } from './actions'
import { formErrors } from './form-errors'
import { UsageFacts } from './usage-facts'
import { type KnownUsage, useCredentialUsage } from './use-credential-usage'

type DeleteCredentialDialogProps = { credential: CredentialSummary; timeZone: string; onCancel: () => void; onDeleted: () => void }

/**
 * Asks before a credential is deleted, and for its name if programs have used it in the last 7 days. One that is gone already counts
 * as deleted.
 */
export function DeleteCredentialDialog({ credential, timeZone, onCancel, onDeleted }: DeleteCredentialDialogProps) {
  const usage = useCredentialUsage(credential.id)
  const [openedAt] = useState(() => new Date())
  const mustType = isInUse(usage, credential.lastUsedAt, openedAt)
  const field = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState('')
  const [isMistyped, setMistyped] = useState(false)
  const [error, setError] = useState<string>()
  const [remove, isPending] = useSingleFlight(async () => {
    setError(undefined)
    if (mustType && typed.normalize('NFC').trim() !== credential.name) {
      setMistyped(true)
      // Once the field is marked invalid.
      return void setTimeout(() => focusFirstInvalid(field.current))
    }
    const result = await deleteCredentialAction(credential.id).catch(() => null)
    if (!result) return setError('The server did not answer. Try again.')
    if (!result.ok && result.reason === 'signed-out') return goToSignIn()
    if (!result.ok && result.reason !== 'not-found') return setError(formErrors(result).form ?? 'Nothing was deleted. Try again.')
    announce(`${credential.name} deleted`)
    onDeleted()
  })
  function type(text: string) {
    setTyped(text)
    setMistyped(false)
  }
  return (
    <AlertDialog
      title="Delete application credential"
      confirmLabel="Delete"
      isPending={isPending}
      isWaiting={mustType === undefined}
      error={error}
      onCancel={onCancel}
      onConfirm={remove}
      fields={
        <>
          <UsageFacts usage={usage} timeZone={timeZone} />
          {mustType && (
            <div ref={field}>
              <TextField
                label="Type the credential’s name to confirm"
                value={typed}
                onChange={type}
                onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && remove()}
                error={isMistyped ? 'This is not its name.' : undefined}
                autoComplete="off"
                spellCheck="false"
              />
            </div>
          )}
        </>
      }
    >
      <p>
        <strong className="wrap-anywhere font-semibold text-ink">{credential.name}</strong> is deleted for good. Its Client ID and Secret
        Key stop working and all its sessions end at once.
      </p>
    </AlertDialog>
  )
}

const sevenDaysMs = 7 * 86_400_000

/** Undefined as long as the server may know of a use that the list does not. */
function isInUse(usage: KnownUsage, listedUse: Date | null, now: Date): boolean | undefined {
  if (usage === 'unknown' || (listedUse && now.getTime() - listedUse.getTime() < sevenDaysMs)) return true
  return usage === 'loading' ? undefined : usage.isInUse
}
