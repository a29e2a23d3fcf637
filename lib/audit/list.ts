import { z } from 'zod'
import { database } from '@/lib/db/client'
import { type Page, pageOf } from '@/lib/db/page'
import { type AuditFilter, filteredPeriod } from './filter'

/** One event of the audit log. */
export type AuditedEvent = {
  id: string
  at: Date
  /** Null when the server itself acted, or somebody it does not know. */
  actorId: string | null
  /** The names are those of that time. */
  actorName: string
  /** IP address. */
  address: string | null
  action: string
  targetType: string
  targetId: string
  targetName: string
  /** What was recorded before and after it; JSON objects of values people can read, or null. */
  before: unknown
  after: unknown
}

/** Which events, how many of them, and where to go on; `timeZone` decides when the filter's days begin. */
export type AuditQuery = { filter: AuditFilter; timeZone: string; after?: string; limit: number }

/** Where a page of the log ends: the last event's instant and id. */
const auditCursor = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_(\d{1,18})$/

/** Whether a text can be the `after` of a query: the `next` of a page. */
export function isAuditCursor(text: string): boolean {
  const at = auditCursor.exec(text)?.[1]
  return at !== undefined && !Number.isNaN(Date.parse(at))
}

/** The audit log, newest first, page by page; `after` is the `next` of the page before. Takes as long for a million events as for ten. */
export async function listAuditEvents(query: AuditQuery): Promise<Page<AuditedEvent>> {
  const { rows } = await database().pool.query<AuditedEvent>(auditStatement(query))
  return pageOf(rows, query.limit, ({ at, id }) => `${at.toISOString()}_${id}`)
}

/** The statement behind {@link listAuditEvents}, for the test that looks at its plan. */
export function auditStatement({ filter, timeZone, after, limit }: AuditQuery): { text: string; values: unknown[] } {
  const values: unknown[] = []
  const bound = (value: unknown) => `$${values.push(value)}`
  const where: string[] = []
  const { start, end } = filteredPeriod(filter, timeZone)
  if (start) where.push(`at >= ${bound(start)}::timestamptz`)
  if (end) where.push(`at < ${bound(end)}::timestamptz`)
  if (filter.action) where.push(`${filter.action.includes('.') ? 'action' : "split_part(action, '.', 1)"} = ${bound(filter.action)}`)
  if (filter.by) where.push(actorIs(filter.by, bound))
  if (filter.target) where.push(targetIs(filter.target, bound))
  const [, at, id] = auditCursor.exec(after ?? '') ?? []
  if (at) where.push(`(at, id) < (${bound(at)}::timestamptz, ${bound(id)}::bigint)`)
  return {
    text: `
      SELECT id, at, actor_id AS "actorId", actor_name AS "actorName", address, action, target_type AS "targetType", target_id AS "targetId",
        target_name AS "targetName", before, after
      FROM audit_events ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}
      ORDER BY at DESC, id DESC LIMIT ${bound(limit + 1)}::int`,
    values,
  }
}

type Bound = (value: unknown) => string

const isId = (text: string) => z.guid().safeParse(text).success

/** An e-mail address is looked up among people first, so that the log is read by id; names are read as they begin. */
function actorIs(text: string, bound: Bound): string {
  if (isId(text)) return `actor_id = ${bound(text)}::uuid`
  if (text.includes('@')) return `actor_id = (SELECT u.id FROM users u WHERE u.email = ${bound(text.toLowerCase())})`
  return beginsWith('actor_name', text, bound)
}

function targetIs(text: string, bound: Bound): string {
  // Of a credential people know the client ID, the log knows its id.
  if (isId(text)) {
    const id = bound(text.toLowerCase())
    return `target_id = COALESCE((SELECT c.id::text FROM application_credentials c WHERE c.client_id = ${id}::text::uuid), ${id}::text)`
  }
  if (text.includes('@')) return `target_id = (SELECT u.id::text FROM users u WHERE u.email = ${bound(text.toLowerCase())})`
  return beginsWith('target_name', text, bound)
}

const beginsWith = (column: string, text: string, bound: Bound) =>
  `lower(${column}) LIKE lower(${bound(text.normalize('NFC').replace(/[\\%_]/g, '\\$&'))}) || '%'`
