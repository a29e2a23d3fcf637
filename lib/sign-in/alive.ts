import { isIdle } from '@/lib/sessions/alive'

/** However often it is used, a sign-in lasts no longer than this. */
export const longestSignInSeconds = 7 * 86_400

/** Why a sign-in is over; the sign-in page explains it. */
export type SignInEnd = 'idle' | 'roles-changed' | 'disabled' | 'ended'

/** A sign-in as it is stored. */
export type SignInFacts = { rolesVersion: number; startedAt: Date; lastUsedAt: Date; endedAt: Date | null }

/** What holds of its person now. */
export type PersonFacts = { rolesVersion: number; disabledAt: Date | null }

/** The one rule of a sign-in's life: why it is over at `now`, or undefined while it holds. `idleTimeoutSeconds` is the setting in force. */
export function causeOfEnd(signIn: SignInFacts, person: PersonFacts, now: Date, idleTimeoutSeconds: number): SignInEnd | undefined {
  if (person.disabledAt) return 'disabled'
  if (signIn.rolesVersion !== person.rolesVersion) return 'roles-changed'
  // What had idled out by then was only marked (see lib/sessions/mark-idle.ts).
  if (signIn.endedAt && isIdle(signIn, signIn.endedAt, idleTimeoutSeconds)) return 'idle'
  if (signIn.endedAt || now.getTime() - signIn.startedAt.getTime() >= longestSignInSeconds * 1000) return 'ended'
  return isIdle(signIn, now, idleTimeoutSeconds) ? 'idle' : undefined
}
