import type { CreateCredentialInput } from '@/lib/credentials/schema'
import type { FieldErrors } from '@/lib/field-errors'
import type { createCredentialAction, updateCredentialAction } from './actions'
import { dateText } from './expiry-text'

/** What is wrong with a form: per field, or as a whole. */
export type FormErrors = FieldErrors<keyof CreateCredentialInput> & { form?: string }

/** An action's answer when it changed nothing. */
export type Refusal = Extract<Awaited<ReturnType<typeof createCredentialAction | typeof updateCredentialAction>>, { ok: false }>

/** Puts a refusal at the field it is about, or over the form. */
export function formErrors(refusal: Refusal): FormErrors {
  switch (refusal.reason) {
    case 'invalid':
      return refusal.fieldErrors
    case 'name-taken':
      return { name: 'You already have a credential with this name.' }
    case 'expiry-passed':
      return { expiresOn: 'Choose today or a later date.' }
    case 'lifetime-exceeded':
      return { expiresOn: tooLate(refusal.latest) }
    case 'role-not-held':
      return { operationalRoleId: 'You no longer hold one of the chosen roles. Close this and open it again to see those you hold.' }
    case 'not-found':
      return { form: 'This credential no longer exists. It may have been deleted in another tab.' }
    case 'signed-out':
      return { form: 'You are no longer signed in.' }
  }
}

/** Said of an expiry date beyond the maximum credential lifetime, whose last date is `latest`. */
export function tooLate(latest: string): string {
  return `Choose ${dateText(latest)} or an earlier date: General Settings allow no later one.`
}
