'use client'

import { useState } from 'react'
import { announce } from '@/components/announcer'
import { DialogBody } from '@/components/dialog'
import { FormDialog } from '@/components/form-dialog'
import { TextField } from '@/components/text-field'
import { useFocusOnErrors } from '@/components/use-focus-on-errors'
import { useSingleFlight } from '@/components/use-single-flight'
import { addDays, todayIn } from '@/lib/credentials/expiry'
import type { CredentialSummary } from '@/lib/credentials/list'
import { updateCredentialInput } from '@/lib/credentials/schema'
import { fieldErrors } from '@/lib/field-errors'
import { goToSignIn } from '../../go-to-sign-in'
import { updateCredentialAction } from './actions'
import { expiryEffect } from './expiry-effect'
import { ExpiryField } from './expiry-field'
import { FixedRoles } from './fixed-roles'
import { type FormErrors, formErrors, tooLate } from './form-errors'

type EditCredentialDialogProps = { credential: CredentialSummary; timeZone: string; maxLifetimeDays: number | null; onClose: () => void }

/** "Edit": a credential's name and expiry; its roles are shown but fixed. */
export function EditCredentialDialog({ credential, timeZone, maxLifetimeDays, onClose }: EditCredentialDialogProps) {
  const [today] = useState(() => todayIn(timeZone, new Date()))
  const latest = maxLifetimeDays === null ? undefined : addDays(today, maxLifetimeDays)
  const [name, setName] = useState(credential.name)
  const [expiresOn, setExpiresOn] = useState<string | null>(credential.expiresOn)
  const [errors, setErrors] = useState<FormErrors>({})
  const form = useFocusOnErrors(errors)
  const [openedAt] = useState(() => new Date())
  const isPast = expiresOn !== null && expiresOn < today
  const isMoved = expiresOn !== credential.expiresOn
  const isTooLate = isMoved && expiresOn !== null && latest !== undefined && expiresOn > latest
  const effect = expiresOn && !isPast && !isTooLate ? expiryEffect(credential, expiresOn, timeZone, openedAt) : undefined
  const [save, isPending] = useSingleFlight(async () => {
    const parsed = updateCredentialInput.safeParse({ name, expiresOn })
    if (!parsed.success) return setErrors(fieldErrors(parsed.error))
    // An expired credential may still be renamed.
    if (isMoved && parsed.data.expiresOn < todayIn(timeZone, new Date())) return setErrors({ expiresOn: 'Choose today or a later date.' })
    if (isTooLate && latest) return setErrors({ expiresOn: tooLate(latest) })
    setErrors({})
    const result = await updateCredentialAction(credential.id, parsed.data).catch(() => null)
    if (!result) return setErrors({ form: 'The server did not answer. Try again.' })
    if (result.ok) {
      announce(`${parsed.data.name} saved`)
      return onClose()
    }
    if (result.reason === 'signed-out') return goToSignIn()
    setErrors(formErrors(result))
  })
  return (
    <FormDialog
      title="Edit application credential"
      submitLabel="Save changes"
      form={form}
      error={errors.form}
      isPending={isPending}
      isDirty={isMoved || name !== credential.name}
      onSubmit={save}
      onClose={onClose}
    >
      <DialogBody>
        <TextField label="Name" value={name} onChange={setName} error={errors.name} isRequired autoFocus autoComplete="off" />
        <ExpiryField
          value={expiresOn}
          onChange={setExpiresOn}
          today={today}
          latest={latest}
          timeZone={isMoved ? timeZone : credential.expiresZone}
          error={errors.expiresOn}
        />
        <p aria-live="polite" className={effect ? 'rounded-md bg-warn-soft px-3 py-2.5 text-warn' : 'sr-only'}>
          {effect}
        </p>
        <FixedRoles credential={credential} />
      </DialogBody>
    </FormDialog>
  )
}
