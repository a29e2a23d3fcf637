'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { rowsPerPage } from '@/components/rows-per-page'
import { type FieldErrors, fieldErrors } from '@/lib/field-errors'
import { createRole } from '@/lib/roles/create'
import { deleteRole } from '@/lib/roles/delete'
import { listHolders, type RoleHolder } from '@/lib/roles/list-holders'
import { type NewRole, newRole, rolePatch } from '@/lib/roles/schema'
import { updateRole } from '@/lib/roles/update'
import { type NotPermitted, permittedUser } from '@/lib/sign-in/current-user'

type Invalid = { ok: false; reason: 'invalid'; fieldErrors: FieldErrors<keyof NewRole> }

type Answer<Change extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Change>> | NotPermitted

/** "Create role" in the dialog "New role". */
export async function createRoleAction(input: unknown): Promise<Answer<typeof createRole> | Invalid> {
  const permitted = await permittedUser('roles:write')
  if (!permitted.ok) return permitted
  const parsed = newRole.safeParse(input)
  if (!parsed.success) return { ok: false, reason: 'invalid', fieldErrors: fieldErrors(parsed.error) }
  return refreshed(await createRole(permitted.user, parsed.data, new Date()))
}

/** "Save changes" in the dialog "Edit role". */
export async function updateRoleAction(id: unknown, input: unknown): Promise<Answer<typeof updateRole> | Invalid> {
  const permitted = await permittedUser('roles:write')
  if (!permitted.ok) return permitted
  const parsedId = z.guid().safeParse(id)
  if (!parsedId.success) return { ok: false, reason: 'not-found' }
  const parsed = rolePatch.safeParse(input)
  if (!parsed.success) return { ok: false, reason: 'invalid', fieldErrors: fieldErrors(parsed.error) }
  return refreshed(await updateRole(permitted.user, parsedId.data, parsed.data, new Date()))
}

/** "Delete" in its confirmation. */
export async function deleteRoleAction(id: unknown): Promise<Answer<typeof deleteRole>> {
  const permitted = await permittedUser('roles:write')
  if (!permitted.ok) return permitted
  const parsedId = z.guid().safeParse(id)
  if (!parsedId.success) return { ok: false, reason: 'not-found' }
  return refreshed(await deleteRole(permitted.user, parsedId.data, new Date()))
}

const holdersQuery = z.strictObject({ roleId: z.guid(), page: z.int().min(1).max(1_000_000) })

/** A page of "Who holds it". Names and addresses of people are for those who may see service agents. */
export async function roleHoldersAction(
  input: unknown,
): Promise<{ ok: true; holders: RoleHolder[]; total: number } | { ok: false; reason: 'invalid' } | NotPermitted> {
  const permitted = await permittedUser('users:read')
  if (!permitted.ok) return permitted
  const parsed = holdersQuery.safeParse(input)
  if (!parsed.success) return { ok: false, reason: 'invalid' }
  return { ok: true, ...(await listHolders(parsed.data.roleId, parsed.data.page, rowsPerPage)) }
}

function refreshed<Result>(result: Result): Result {
  revalidatePath('/user-management/user-roles')
  return result
}
