import type { disableServiceAgentAction } from './actions'
import { lastAdministrator } from './form-errors'
import { optionWords } from './option-words'

type Refusal = Extract<Awaited<ReturnType<typeof disableServiceAgentAction>>, { ok: false }>

/** Why somebody was neither disabled nor enabled; null when the server did not answer. */
export function switchError(refusal: Refusal | null): string {
  switch (refusal?.reason) {
    case undefined:
      return 'The server did not answer. Try again.'
    case 'self':
      return 'You cannot disable yourself.'
    case 'last-administrator':
      return lastAdministrator
    case 'out-of-reach':
      return `They hold access options you lack now: ${optionWords(refusal.missing)}.`
    case 'not-found':
      return 'This service agent no longer exists.'
    default:
      return 'You may no longer manage service agents.'
  }
}
