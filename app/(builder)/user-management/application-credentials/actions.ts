'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { createCredential, type IssuedSecret, type LifetimeExceeded, type Owner } from '@/lib/credentials/create'
import { deleteCredential } from '@/lib/credentials/delete'
import { hasIssuedToken } from '@/lib/credentials/first-token'
import { regenerateSecret } from '@/lib/credentials/regenerate-secret'
import { type CreateCredentialInput, createCredentialInput, overlapSeconds, updateCredentialInput } from '@/lib/credentials/schema'
import { updateCredential } from '@/lib/credentials/update'
import { type CredentialUsage, credentialUsage } from '@/lib/credentials/usage'
import { type FieldErrors, fieldErrors } from '@/lib/field-errors'
import { actionUser } from '@/lib/sign-in/current-user'

type Refused =
  | LifetimeExceeded
  | { ok: false; reason: 'invalid'; fieldErrors: FieldErrors<keyof CreateCredentialInput> }
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
  return changeOwn<{ ok: true } | Refused>(id, async (owner, credentialId) => {
    const parsed = updateCredentialInput.safeParse(input)
    if (!parsed.success) return { ok: false, reason: 'invalid', fieldErrors: fieldErrors(parsed.error) }
    return updateCredential(owner, credentialId, parsed.data, new Date())
  })
}

/** "Generate new secret key" in its confirmation; `overlap` says for how many seconds the old secret works on. */
export async function regenerateSecretAction(id: string, overlap: number): Promise<IssuedSecret | Refused> {
  return changeOwn<IssuedSecret | Refused>(id, async (owner, credentialId) => {
    const parsed = overlapSeconds.safeParse(overlap)
    if (!parsed.success) return { ok: false, reason: 'invalid', fieldErrors: {} }
    return regenerateSecret(owner, credentialId, parsed.data, new Date())
  })
}

/** "Delete" in its confirmation. */
export async function deleteCredentialAction(id: string): Promise<{ ok: true } | Refused> {
  return changeOwn(id, (owner, credentialId) => deleteCredential(owner, credentialId, new Date()))
}

/** What the confirmations of "Generate new secret key" and "Delete" tell first; null when there is nothing to tell. */
export async function credentialUsageAction(id: string): Promise<CredentialUsage | null> {
  const owner = await actionUser()
  const parsedId = z.guid().safeParse(id)
  if (!owner || !parsedId.success) return null
  return (await credentialUsage(owner.id, parsedId.data, new Date())) ?? null
}

/** "Waiting for the first token…": whether the secret just shown has been used. */
export async function hasIssuedTokenAction(clientId: string): Promise<boolean> {
  const owner = await actionUser()
  const parsedId = z.guid().safeParse(clientId)
  return owner !== undefined && parsedId.success && hasIssuedToken(owner.id, parsedId.data)
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
