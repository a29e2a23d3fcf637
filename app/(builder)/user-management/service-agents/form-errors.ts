import type { FieldErrors } from '@/lib/field-errors'
import type { addServiceAgentAction, changeServiceAgentAction } from './actions'
import type { OfferedRole } from './offered-role'
import { optionWords } from './option-words'

/** What is wrong with the form: per field, or as a whole. */
export type FormErrors = FieldErrors<'name' | 'email' | 'timeZone' | 'operationalRoles' | 'builderRoles' | 'password' | 'form'>

/** An action's answer when it changed nothing. */
export type Refusal = Extract<Awaited<ReturnType<typeof addServiceAgentAction | typeof changeServiceAgentAction>>, { ok: false }>

/** Puts a refusal at the field it is about, or over the form. */
export function formErrors(refusal: Refusal, roles: OfferedRole[]): FormErrors {
  switch (refusal.reason) {
    case 'invalid':
      return invalidFields(refusal.fieldErrors)
    case 'email-taken':
      return { email: 'Another service agent has this e-mail address.' }
    case 'no-operational-role':
      return { operationalRoles: chooseOperational }
    case 'unknown-role':
      return { operationalRoles: 'One of the chosen roles was deleted meanwhile. Close this and open it again to see those there are.' }
    case 'exceeds-own-access': {
      const isBuilder = roles.some((role) => role.name === refusal.role && role.kind === 'BUILDER')
      const message = `You cannot give ${refusal.role}: it carries access options you lack (${optionWords(refusal.missing)}).`
      return isBuilder ? { builderRoles: message } : { operationalRoles: message }
    }
    case 'last-administrator':
      return { builderRoles: lastAdministrator }
    case 'out-of-reach':
      return { form: `They hold access options you lack now: ${optionWords(refusal.missing)}. Nothing was saved.` }
    case 'self':
      return { password: 'Change your own password under My account.' }
    case 'changed-meanwhile':
      return { form: 'Somebody else changed this service agent meanwhile. Nothing was saved.' }
    case 'not-found':
      return { form: 'This service agent no longer exists.' }
    case 'forbidden':
      return { form: 'You may no longer manage service agents. Nothing was saved.' }
    case 'busy':
      return { form: 'The server is busy. Nothing was saved: try again in a few seconds.' }
    case 'signed-out':
      return { form: 'You are no longer signed in.' }
  }
}

/** Said while no Operational role is chosen. */
export const chooseOperational = 'Choose at least one Operational role.'

/** Said when nobody would be left who can open everything in Builder. */
export const lastAdministrator = 'This is the last enabled Administrator. Make somebody else an Administrator first.'

/** Problems the schema found, at the fields of the form. */
export function invalidFields({ roleIds, ...fields }: FieldErrors<'name' | 'email' | 'timeZone' | 'password' | 'roleIds'>): FormErrors {
  return { ...fields, ...(roleIds && { operationalRoles: roleIds }) }
}
