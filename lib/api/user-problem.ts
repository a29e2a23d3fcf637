import type { AddRefused } from '@/lib/users/add'
import type { ChangeRefused } from '@/lib/users/change'
import { busySeconds } from '@/lib/users/password-places'
import { invalidField, Problem } from './problem'

/** Why a service agent was not added or changed, as a problem document. */
export function changeProblem(refused: AddRefused | ChangeRefused): Problem {
  const forbidden = (detail: string) => new Problem(403, 'forbidden_change', detail)
  switch (refused.reason) {
    case 'not-found':
      return new Problem(404, 'not_found', 'There is no such service agent.')
    case 'email-taken':
      return invalidField('email', 'Another service agent has this e-mail address.')
    case 'unknown-role':
      return invalidField('operational_role_ids', 'A role has been deleted meanwhile. See GET /api/v1/roles.')
    case 'no-operational-role':
      return invalidField('operational_role_ids', 'Choose at least one Operational role.')
    case 'changed-meanwhile':
      return new Problem(
        409,
        'conflict',
        `The service agent was changed meanwhile and has version ${refused.current.version} now. Read it again.`,
      )
    case 'forbidden':
      return forbidden('The person this token acts for may no longer manage service agents.')
    case 'self':
      return forbidden('Nobody can disable themselves.')
    case 'last-administrator':
      return forbidden('This is the last enabled Administrator. Make somebody else an Administrator first.')
    case 'out-of-reach':
      return forbidden(`This service agent holds access options that this token lacks: ${refused.missing.join(', ')}.`)
    case 'busy':
      return new Problem(503, 'unavailable', 'The server is busy. Try again in a few seconds.', { 'retry-after': `${busySeconds}` })
    case 'exceeds-own-access':
      return forbidden(`The role ${refused.role} carries access options that this token lacks: ${refused.missing.join(', ')}.`)
  }
}
