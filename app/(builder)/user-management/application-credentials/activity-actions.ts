'use server'

import { z } from 'zod'
import { callFilter } from '@/lib/activity/call-filter'
import { callCursor, type LoggedCall, listCalls } from '@/lib/activity/list-calls'
import type { Page } from '@/lib/db/page'
import { actionUser } from '@/lib/sign-in/current-user'
import { callsPerPage } from './[id]/calls-per-page'

const query = z.strictObject({ credentialId: z.guid(), filter: callFilter, after: z.string().regex(callCursor).optional() })

/**
 * A page of the call log: the first one of a filter, or "Load more" from `after` on. Asked for by a press only, never by a timer:
 * every request keeps the sign-in from idling out.
 */
export async function loadCallsAction(
  credentialId: string,
  filter: unknown,
  after?: string,
): Promise<{ ok: true; page: Page<LoggedCall> } | { ok: false; reason: 'signed-out' | 'invalid' }> {
  const owner = await actionUser()
  if (!owner) return { ok: false, reason: 'signed-out' }
  const parsed = query.safeParse({ credentialId, filter, after })
  if (!parsed.success) return { ok: false, reason: 'invalid' }
  return { ok: true, page: await listCalls({ ownerId: owner.id, ...parsed.data, limit: callsPerPage, now: new Date() }) }
}
