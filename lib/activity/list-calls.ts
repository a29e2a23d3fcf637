import { database } from '@/lib/db/client'
import { type Page, pageOf } from '@/lib/db/page'
import { type CallFilter, periodStart } from './call-filter'

/** One entry of a credential's log: an API call, or a token request that was refused. */
export type LoggedCall = {
  id: string
  at: Date
  method: string
  /** Without the query string. */
  path: string
  status: number
  durationMs: number
  ip: string | null
  sessionId: string | null
  /** Last characters of the session's token; null for a token request. */
  sessionHint: string | null
  /** The error code answered, or why the session or the token request was refused; null when all went well. */
  reason: string | null
}

/** Whose log, of which credential, and which part of it. */
export type CallsQuery = { ownerId: string; credentialId: string; filter: CallFilter; after?: string; limit: number; now: Date }

/** Where a page of the log ends, as `after` of the next: the last entry's instant and id. */
export const callCursor = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_(\d{1,18})$/

/**
 * The log of a credential, newest first, page by page; `after` is the `next` of the page before. Empty for anybody but its owner,
 * as for a credential that never was.
 */
export async function listCalls(query: CallsQuery): Promise<Page<LoggedCall>> {
  const { rows } = await database().pool.query<LoggedCall>(callsStatement(query))
  return pageOf(rows, query.limit, ({ at, id }) => `${at.toISOString()}_${id}`)
}

/** The statement behind {@link listCalls}, for the test that looks at its plan. */
export function callsStatement({ ownerId, credentialId, filter, after, limit, now }: CallsQuery): { text: string; values: unknown[] } {
  const values: unknown[] = [credentialId, ownerId]
  const bound = (value: unknown) => `$${values.push(value)}`
  // The owner is asked for once, not per call: entries outlive a credential and carry no owner. The id stays a plain parameter, so
  // that the planner sees whether this credential is a busy one.
  const where = ['credential_id = $1::uuid', 'EXISTS (SELECT 1 FROM application_credentials WHERE id = $1::uuid AND owner_id = $2::uuid)']
  const start = periodStart(filter, now)
  if (start) where.push(`at >= ${bound(start)}::timestamptz`)
  if (filter.result) where.push(filter.result === 'refused' ? 'status >= 400' : 'status < 400')
  if (filter.method) where.push(`method = ${bound(filter.method)}`)
  if (filter.session) where.push(filter.session === 'none' ? 'session_id IS NULL' : `session_id = ${bound(filter.session)}::uuid`)
  const [, at, id] = callCursor.exec(after ?? '') ?? []
  if (at) where.push(`(at, id) < (${bound(at)}::timestamptz, ${bound(id)}::bigint)`)
  return {
    text: `
      SELECT id, at, method, path, status, duration_ms AS "durationMs", ip, session_id AS "sessionId", session_hint AS "sessionHint", reason
      FROM api_calls WHERE ${where.join(' AND ')} ORDER BY at DESC, id DESC LIMIT ${bound(limit + 1)}::int`,
    values,
  }
}
