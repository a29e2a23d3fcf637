'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { endAllSessions, endSession } from '@/lib/sessions/end'
import { actionUser } from '@/lib/sign-in/current-user'

type Refused = { ok: false; reason: 'not-found' | 'signed-out' }

const ids = z.strictObject({ credentialId: z.guid(), sessionId: z.guid() })

/** "End session" beside a live session. */
export async function endSessionAction(credentialId: string, sessionId: string): Promise<{ ok: true } | Refused> {
  const owner = await actionUser()
  if (!owner) return { ok: false, reason: 'signed-out' }
  const parsed = ids.safeParse({ credentialId, sessionId })
  if (!parsed.success) return { ok: false, reason: 'not-found' }
  return refreshed(await endSession(owner, parsed.data.credentialId, parsed.data.sessionId, new Date()))
}

/** "End all sessions" in its confirmation. */
export async function endAllSessionsAction(credentialId: string): Promise<{ ok: true; ended: number } | Refused> {
  const owner = await actionUser()
  if (!owner) return { ok: false, reason: 'signed-out' }
  const parsed = z.guid().safeParse(credentialId)
  if (!parsed.success) return { ok: false, reason: 'not-found' }
  return refreshed(await endAllSessions(owner, parsed.data, new Date()))
}

/** Also when nothing was found: what the screen shows is then out of date. */
function refreshed<Result>(result: Result): Result {
  revalidatePath('/user-management/application-credentials', 'layout')
  return result
}
