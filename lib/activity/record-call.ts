import { onePerProcess } from '@/lib/db/batch'
import { database } from '@/lib/db/client'
import { arrayParameter, type Item, runPrepared } from '@/lib/db/prepared'
import { writeBehind } from '@/lib/db/write-behind'

/** One API call made with a bearer token, or one refused token request, as the owner will see it. Never a body, never a query string. */
export type ApiCall = {
  at: Date
  credentialId: string
  /** Absent for a refused token request. */
  sessionId?: string
  sessionHint?: string
  method: string
  /** The endpoint, e.g. `/api/v1/tickets/{reference}`. */
  route: string
  path: string
  status: number
  durationMs: number
  ip?: string
  /** The error code answered, or why the session was dead. */
  reason?: string
}

// One statement, so that the log and its roll-up can never disagree. Hours in order: two processes must not wait for each other.
const insertCalls = {
  name: 'insert-api-calls',
  text: `
    WITH fresh AS (
      SELECT to_timestamp(epoch) AS at, c.* FROM unnest($1::float8[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[],
        $8::smallint[], $9::int[], $10::text[], $11::text[])
        AS c(epoch, credential_id, session_id, session_hint, method, route, path, status, duration_ms, ip, reason)
    ), logged AS (
      INSERT INTO api_calls (at, credential_id, session_id, session_hint, method, route, path, status, duration_ms, ip, reason)
      SELECT at, credential_id, session_id, session_hint, method, route, path, status, duration_ms, ip, reason FROM fresh
    )
    INSERT INTO api_call_hours AS h (credential_id, hour, succeeded, refused)
    SELECT credential_id, date_trunc('hour', at, 'UTC') AS hour, count(*) FILTER (WHERE status < 400), count(*) FILTER (WHERE status >= 400)
    FROM fresh GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (credential_id, hour) DO UPDATE SET succeeded = h.succeeded + EXCLUDED.succeeded, refused = h.refused + EXCLUDED.refused`,
}

/** More in one statement would keep the process and the database from requests for too long. */
const atOnce = 200

/** Calls of one credential together, in the order they were made: a statement raises each hour once, and fills few pages of an index. */
function byCredential(items: ApiCall[]): ApiCall[] {
  const groups = new Map<string, ApiCall[]>()
  for (const call of items) {
    const group = groups.get(call.credentialId)
    if (group) group.push(call)
    else groups.set(call.credentialId, [call])
  }
  return [...groups.values()].flat()
}

const calls = onePerProcess('api-calls', () => writeBehind(writeCalls, { atOnce, arrange: byCredential }))

async function writeCalls(items: ApiCall[]) {
  const column = (pick: (call: ApiCall) => Item | undefined) => arrayParameter(items.map((call) => pick(call) ?? null))
  await runPrepared(database().lookUps, insertCalls, [
    column((c) => c.at),
    column((c) => c.credentialId),
    column((c) => c.sessionId),
    column((c) => c.sessionHint),
    column((c) => c.method),
    column((c) => c.route),
    column((c) => c.path.slice(0, 500)),
    column((c) => c.status),
    column((c) => c.durationMs),
    column((c) => c.ip),
    column((c) => c.reason),
  ])
}

/** Tracks an API call; in the log, and in the hour it counts towards, within a second, under load two. */
export function recordCall(call: ApiCall): void {
  calls.add(call)
}
