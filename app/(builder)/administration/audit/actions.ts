'use server'

import { z } from 'zod'
import { auditFilter } from '@/lib/audit/filter'
import { type AuditedEvent, isAuditCursor, listAuditEvents } from '@/lib/audit/list'
import type { Page } from '@/lib/db/page'
import { type NotPermitted, permittedUser } from '@/lib/sign-in/current-user'
import { eventsPerPage } from './events-per-page'

const query = z.strictObject({ filter: auditFilter, after: z.string().refine(isAuditCursor) })

/** "Load more": the events that follow `after`, as filtered. */
export async function loadAuditEventsAction(
  filter: unknown,
  after: unknown,
): Promise<{ ok: true; page: Page<AuditedEvent> } | NotPermitted | { ok: false; reason: 'invalid' }> {
  const permitted = await permittedUser('audit:read')
  if (!permitted.ok) return permitted
  const parsed = query.safeParse({ filter, after })
  if (!parsed.success) return { ok: false, reason: 'invalid' }
  return { ok: true, page: await listAuditEvents({ ...parsed.data, timeZone: permitted.user.timeZone, limit: eventsPerPage }) }
}
