'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { createCredential, type IssuedSecret, type Owner } from '@/lib/credentials/create'
import { deleteCredential } from '@/lib/credentials/delete'
import { regenerateSecret } from '@/lib/credentials/regenerate-secret'
import { createCredentialInput, type FieldErrors, fieldErrors, updateCredentialInput } from '@/lib/credentials/schema'
import { updateCredential } from '@/lib/credentials/update'
import { actionUser } from '@/lib/sign-in/current-user'

type Refused =
  | { ok: false; reason: 'invalid'; fieldErrors: FieldErrors }
  | { ok: false; reason: 'name-taken' | 'role-not-held' | 'expiry-passed' | 'not-found' | 'signed-out' }

/** "Generate key" in the popup "New application credential". */
export async function createCredentialAction(input: unknown): Promise<IssuedSecret | Refused> {
  const owner = await actionUser()
  if (!owner) return { ok: false, reason: 'signed-out' }
  const parsed = createCredentialInput.safeParse(input)
  if (!parsed.success) return { ok: false, reason: 'invalid', fieldErrors: fieldErrors(parsed.error) }
  return refreshed(await createCredential(owner, parsed.data, new Date()))
}

/** "Save" in the dialog "Edit". */
export async function updateCredentialAction(id: string, input: unknown): Promise<{ ok: true } | Refused> {
  const parsed = updateCredentialInput.safeParse(input)
  if (!parsed.success) return { ok: false, reason: 'invalid', fieldErrors: fieldErrors(parsed.error) }
  return changeOwn(id, (owner, credentialId) => updateCredential(owner, credentialId, parsed.data, new Date()))
}

/** "Generate new secret key" in its confirmation. */
export async function regenerateSecretAction(id: string): Promise<IssuedSecret | Refused> {
  return changeOwn(id, (owner, credentialId) => regenerateSecret(owner, credentialId, new Date()))
}

/** "Delete" in its confirmation. */
export async function deleteCredentialAction(id: string): Promise<{ ok: true } | Refused> {
  return changeOwn(id, (owner, credentialId) => deleteCredential(owner, credentialId, new Date()))
}

async function changeOwn<Result extends { ok: boolean }>(
  id: unknown,
  change: (owner: Owner, id: string) => Promise<Result>,
): Promise<Result | Refused> {
  const owner = await actionUser()
  if (!owner) return { ok: false, reason: 'signed-out' }
  const parsedId = z.guid().safeParse(id)
  if (!parsedId.success) return { ok: false, reason: 'not-found' }
  return refreshed(await change(owner, parsedId.data))
}

function refreshed<Result>(result: Result): Result {
  revalidatePath('/user-management/application-credentials')
  return result
}
