import type { FieldErrors } from '@/lib/field-errors'
import { featureWords } from '@/lib/roles/features'
import type { NewRole } from '@/lib/roles/schema'
import type { createRoleAction, deleteRoleAction, updateRoleAction } from './actions'

/** What is wrong with a form: per field, or as a whole. */
export type FormErrors = FieldErrors<keyof NewRole> & { form?: string }

type Refusals = Awaited<ReturnType<typeof createRoleAction | typeof updateRoleAction | typeof deleteRoleAction>>

/** An action's answer when it changed nothing. */
export type Refusal = Extract<Refusals, { ok: false }>

/** Puts a refusal at the field it is about, or over the form. */
export function formErrors(refusal: Refusal): FormErrors {
  switch (refusal.reason) {
    case 'invalid':
      return Object.keys(refusal.fieldErrors).length > 0 ? refusal.fieldErrors : { form: 'Something here cannot be saved.' }
    case 'name-taken':
      return { name: 'Another role of this kind has this name.' }
    case 'exceeds-own-access':
      return { form: `You do not have every access option this takes: ${featureWords(refusal.features).join(', ')}.` }
    case 'wrong-kind':
      return { form: `Not for roles of this kind: ${featureWords(refusal.features).join(', ')}.` }
    case 'standard':
      return { form: 'Standard roles never change. Clone it and edit the clone.' }
    case 'not-found':
      return { form: 'This role no longer exists. Somebody has deleted it.' }
    case 'in-use':
      return { form: 'The role is in use.' }
    case 'changed-meanwhile':
      return { form: 'Somebody else changed this role while you were editing it.' }
    case 'forbidden':
      return { form: 'You no longer have the access option “Manage user roles”.' }
    case 'signed-out':
      return { form: 'You are no longer signed in.' }
  }
}
