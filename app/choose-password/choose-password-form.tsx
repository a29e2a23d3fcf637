'use client'

import { landingPath } from '../sign-in/landing-path'
import { PasswordForm } from './password-form'

/** The form that has to be filled in before anything else; then the person goes on to `next`. */
export function ChoosePasswordForm({ email, next }: { email: string; next: string | undefined }) {
  return (
    <PasswordForm
      email={email}
      currentLabel="Password you were given"
      submitLabel="Choose password"
      // Full loads, so that the server renders everything for a person to whom Builder is open now.
      onChanged={() => location.assign(landingPath(next))}
      onSignedOut={() => {
        location.reload()
        return new Promise(() => {})
      }}
    />
  )
}
