'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { type FieldErrors, fieldErrors } from '@/lib/field-errors'
import { type ActingUser, type NotPermitted, permittedUser } from '@/lib/sign-in/current-user'
import { type AddRefused, addUser } from '@/lib/users/add'
import { type ChangeRefused, changeUser } from '@/lib/users/change'
import { disableUser, enableUser } from '@/lib/users/disable'
import { type DisableEffect, previewDisable, previewRoleChange, type RoleChangeEffect } from '@/lib/users/preview'
import { type NewUserInput, newUserInput, userChangeInput } from '@/lib/users/schema'

type Invalid = { ok: false; reason: 'invalid'; fieldErrors: FieldErrors<keyof NewUserInput> }
type NotFound = { ok: false; reason: 'not-found' }

/** "Add service agent" in the dialog "New service agent". */
export async function addServiceAgentAction(input: unknown): Promise<{ ok: true; id: string } | NotPermitted | Invalid | AddRefused> {
  const permitted = await permittedUser('users:write')
  if (!permitted.ok) return permitted
  const parsed = newUserInput.safeParse(input)
  if (!parsed.success) return { ok: false, reason: 'invalid', fieldErrors: fieldErrors(parsed.error) }
  return refreshed(await addUser(permitted.user, parsed.data, new Date()))
}

/** "Save changes" in the dialog that "Edit" opens. */
export async function changeServiceAgentAction(
  id: unknown,
  input: unknown,
): Promise<{ ok: true } | NotPermitted | Invalid | ChangeRefused> {
  const permitted = await permittedUser('users:write')
  if (!permitted.ok) return permitted
  const parsedId = z.guid().safeParse(id)
  if (!parsedId.success) return { ok: false, reason: 'not-found' }
  const parsed = userChangeInput.safeParse(input)
  if (!parsed.success) return { ok: false, reason: 'invalid', fieldErrors: fieldErrors(parsed.error) }
  return refreshed(await changeUser(permitted.user, parsedId.data, parsed.data, new Date()))
}

/** "Disable" in its confirmation. */
export async function disableServiceAgentAction(id: unknown): Promise<{ ok: true } | NotPermitted | ChangeRefused> {
  const permitted = await permittedUser('users:write')
  return permitted.ok ? switched(disableUser, permitted.user, id) : permitted
}

/** "Enable" in its confirmation. */
export async function enableServiceAgentAction(id: unknown): Promise<{ ok: true } | NotPermitted | ChangeRefused> {
  const permitted = await permittedUser('users:write')
  return permitted.ok ? switched(enableUser, permitted.user, id) : permitted
}

/** What saving the chosen roles would do; `effect` is null while they are those held. */
export async function previewRoleChangeAction(
  id: unknown,
  roleIds: unknown,
): Promise<{ ok: true; effect: RoleChangeEffect | null } | NotPermitted | NotFound> {
  const permitted = await permittedUser('users:write')
  if (!permitted.ok) return permitted
  const parsed = z.object({ id: z.guid(), roleIds: newUserInput.shape.roleIds }).safeParse({ id, roleIds })
  const effect = parsed.success ? await previewRoleChange(parsed.data.id, parsed.data.roleIds, new Date()) : undefined
  return effect === undefined ? { ok: false, reason: 'not-found' } : { ok: true, effect }
}

/** What "Disable" would do, told in its confirmation. */
export async function previewDisableAction(id: unknown): Promise<{ ok: true; effect: DisableEffect } | NotPermitted | NotFound> {
  const permitted = await permittedUser('users:write')
  if (!permitted.ok) return permitted
  const parsed = z.guid().safeParse(id)
  const effect = parsed.success ? await previewDisable(parsed.data, new Date()) : undefined
  return effect ? { ok: true, effect } : { ok: false, reason: 'not-found' }
}

async function switched(change: typeof disableUser, user: ActingUser, id: unknown): Promise<{ ok: true } | ChangeRefused> {
  const parsed = z.guid().safeParse(id)
  return parsed.success ? refreshed(await change(user, parsed.data, new Date())) : { ok: false, reason: 'not-found' }
}

/** Also when it was refused: what the screen shows may then be out of date. */
function refreshed<Result>(result: Result): Result {
  revalidatePath('/user-management/service-agents')
  return result
}
