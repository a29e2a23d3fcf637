'use server'

import { type FieldErrors, fieldErrors } from '@/lib/field-errors'
import { actingSignIn, type NotPermitted } from '@/lib/sign-in/current-user'
import { changeOwnPassword } from '@/lib/users/change-own-password'
import { type PasswordChange, passwordChange } from '@/lib/users/password-schema'

type Changed = Awaited<ReturnType<typeof changeOwnPassword>>

/** "Change password" under "My account", and "Choose password" where somebody else knows the present one. */
export async function changePasswordAction(
  input: unknown,
): Promise<Changed | { ok: false; reason: 'invalid'; fieldErrors: FieldErrors<keyof PasswordChange> } | NotPermitted> {
  const acting = await actingSignIn()
  if (!acting) return { ok: false, reason: 'signed-out' }
  const parsed = passwordChange.safeParse(input)
  if (!parsed.success) return { ok: false, reason: 'invalid', fieldErrors: fieldErrors(parsed.error) }
  return changeOwnPassword({ ...acting.user, signInId: acting.signInId }, parsed.data, new Date())
}
