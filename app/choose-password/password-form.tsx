'use client'

import { type ReactNode, useState } from 'react'
import { Button } from '@/components/button'
import { Form } from '@/components/form'
import { InlineAlert } from '@/components/inline-alert'
import { TextField } from '@/components/text-field'
import { useFocusOnErrors } from '@/components/use-focus-on-errors'
import { useSingleFlight } from '@/components/use-single-flight'
import { type FieldErrors, fieldErrors } from '@/lib/field-errors'
import { type PasswordChange, passwordChange } from '@/lib/users/password-schema'
import { changePasswordAction } from './actions'

type PasswordFormProps = {
  /** For password managers, which keep the new password with it. */
  email: string
  currentLabel: string
  submitLabel: string
  /** Called once the password is changed, with how many other sign-ins that ended; the form empties itself. */
  onChanged: (endedSignIns: number) => void
  onSignedOut: () => Promise<never>
  children?: ReactNode
}

type Errors = FieldErrors<keyof PasswordChange> & { form?: string }

const blank = { current: '', chosen: '', repeated: '' }

/** The current password, the new one, and the new one again. */
export function PasswordForm({ email, currentLabel, submitLabel, onChanged, onSignedOut, children }: PasswordFormProps) {
  const [draft, setDraft] = useState(blank)
  const [errors, setErrors] = useState<Errors>({})
  const form = useFocusOnErrors(errors)
  const [submit, isPending] = useSingleFlight(async () => {
    const parsed = passwordChange.safeParse(draft)
    if (!parsed.success) return setErrors(fieldErrors(parsed.error))
    setErrors({})
    const result = await changePasswordAction(parsed.data).catch(() => null)
    if (!result) return setErrors({ form: 'The server did not answer. Your password may have been changed: try to sign in with it.' })
    if (result.ok) {
      setDraft(blank)
      return onChanged(result.endedSignIns)
    }
    if (result.reason === 'signed-out' || result.reason === 'forbidden') return onSignedOut()
    setErrors(result.reason === 'invalid' ? result.fieldErrors : refusals[result.reason])
  })
  const passwordField = (field: keyof PasswordChange, label: string, autoComplete: string, hint?: string) => (
    <TextField
      label={label}
      type="password"
      autoComplete={autoComplete}
      hint={hint}
      value={draft[field]}
      onChange={(value) => {
        setDraft({ ...draft, [field]: value })
        setErrors({ ...errors, [field]: undefined, form: undefined })
      }}
      error={errors[field]}
      isRequired
    />
  )
  return (
    // Posting keeps the passwords out of the address if the form is sent before the page is interactive.
    <Form ref={form} method="post" className="grid gap-4" onSubmit={submit}>
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      {passwordField('current', currentLabel, 'current-password')}
      {passwordField('chosen', 'New password', 'new-password', 'At least 12 characters.')}
      {passwordField('repeated', 'New password again', 'new-password')}
      {errors.form && <InlineAlert>{errors.form}</InlineAlert>}
      {children}
      <Button type="submit" tone="primary" isPending={isPending} className="justify-self-start">
        {submitLabel}
      </Button>
    </Form>
  )
}

const refusals: Record<'wrong-password' | 'same-password' | 'too-many-attempts' | 'busy', Errors> = {
  'wrong-password': { current: 'This is not your current password.' },
  'same-password': { chosen: 'This is your current password. Choose another one.' },
  'too-many-attempts': { form: 'Too many attempts. Wait a few minutes and try again.' },
  busy: { form: 'The server is busy. Nothing was changed: try again in a few seconds.' },
}
