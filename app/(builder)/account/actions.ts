'use server'

import { revalidatePath } from 'next/cache'
import { type FieldErrors, fieldErrors } from '@/lib/field-errors'
import { actionUser, type NotPermitted } from '@/lib/sign-in/current-user'
import { changeOwnAccount } from '@/lib/users/change-own-account'
import { type OwnAccount, ownAccount } from '@/lib/users/own-account-schema'

/** "Save changes" under "Profile". */
export async function changeOwnAccountAction(
  input: unknown,
): Promise<{ ok: true } | { ok: false; reason: 'invalid'; fieldErrors: FieldErrors<keyof OwnAccount> } | NotPermitted> {
  const user = await actionUser()
  if (!user) return { ok: false, reason: 'signed-out' }
  const parsed = ownAccount.safeParse(input)
  if (!parsed.success) return { ok: false, reason: 'invalid', fieldErrors: fieldErrors(parsed.error) }
  await changeOwnAccount(user, parsed.data, new Date())
  revalidatePath('/', 'layout')
  return { ok: true }
}
