'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { disableCredential, enableCredential } from '@/lib/credentials/disable'
import { endOverseenSessions } from '@/lib/sessions/end'
import { type ActingUser, type NotPermitted, permittedUser } from '@/lib/sign-in/current-user'

type NotFound = { ok: false; reason: 'not-found' }

/** "Disable" in its confirmation. */
export async function disableCredentialAction(id: unknown): Promise<Awaited<ReturnType<typeof disableCredential>> | NotPermitted> {
  return oversee(id, (actor, credentialId) => disableCredential(actor, credentialId, new Date()))
}

/** "Enable" in its confirmation. */
export async function enableCredentialAction(id: unknown): Promise<Awaited<ReturnType<typeof enableCredential>> | NotPermitted> {
  return oversee(id, (actor, credentialId) => enableCredential(actor, credentialId, new Date()))
}

/** "End all sessions" in its confirmation. */
export async function endOverseenSessionsAction(id: unknown): Promise<Awaited<ReturnType<typeof endOverseenSessions>> | NotPermitted> {
  return oversee(id, (actor, credentialId) => endOverseenSessions(actor, credentialId, new Date()))
}

async function oversee<Result>(
  id: unknown,
  act: (actor: ActingUser, id: string) => Promise<Result>,
): Promise<Result | NotPermitted | NotFound> {
  const permitted = await permittedUser('credentials:oversee')
  if (!permitted.ok) return permitted
  const parsed = z.guid().safeParse(id)
  if (!parsed.success) return { ok: false, reason: 'not-found' }
  const result = await act(permitted.user, parsed.data)
  // Also when nothing was changed: what the screen shows is then out of date.
  revalidatePath('/administration/credential-inventory')
  return result
}
