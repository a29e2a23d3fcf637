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
    WITH logged AS (
      INSERT INTO api_calls (credential_id, method, route, path, status, ip, reason, at, session_id, session_hint, duration_ms)
      SELECT ($1::uuid[])[kind], ($2::text[])[kind], ($3::text[])[kind], ($4::text[])[kind], ($5::smallint[])[kind], ($6::text[])[kind],
        ($7::text[])[kind], to_timestamp(epoch), session_id, session_hint, duration_ms
      FROM unnest($10::int[], $11::float8[], $12::uuid[], $13::text[], $14::int[]) AS c(kind, epoch, session_id, session_hint, duration_ms)
    )
    INSERT INTO api_call_hours AS h (credential_id, hour, succeeded, refused)
    SELECT credential_id, to_timestamp(hour), coalesce(sum(calls) FILTER (WHERE status < 400), 0), coalesce(sum(calls) FILTER (WHERE status >= 400), 0)
    FROM unnest($1::uuid[], $5::smallint[], $8::float8[], $9::int[]) AS k(credential_id, status, hour, calls) GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (credential_id, hour) DO UPDATE SET succeeded = h.succeeded + EXCLUDED.succeeded, refused = h.refused + EXCLUDED.refused`,
}

/** More in one statement would keep the process and the database from requests for too long. */
const atOnce = 200

type Group = [ApiCall, ...ApiCall[]]

function groupsOf(calls: ApiCall[], keyOf: (call: ApiCall) => string): Group[] {
  const groups = new Map<string, Group>()
  for (const call of calls) {
    const key = keyOf(call)
    const group = groups.get(key)
    if (group) group.push(call)
    else groups.set(key, [call])
  }
  return [...groups.values()]
}

/** Calls of one credential together, in the order they were made: a statement raises each hour once, and fills few pages of the index. */
const byCredential = (calls: ApiCall[]) => groupsOf(calls, (call) => call.credentialId).flat()

const hourSeconds = 3_600
const hourOf = ({ at }: ApiCall) => Math.floor(at.getTime() / 1000 / hourSeconds) * hourSeconds

/** What calls of one kind have in common. It is sent once: most that a process writes in a second differ in instant and session only. */
const kindOf = (c: ApiCall) => [c.credentialId, hourOf(c), c.method, c.route, c.path, c.status, c.ip, c.reason].join('\n')

const calls = onePerProcess('api-calls', () => writeBehind(writeCalls, { atOnce, arrange: byCredential }))

async function writeCalls(items: ApiCall[]) {
  const kinds = groupsOf(items, kindOf)
  const ofKinds = (pick: (call: ApiCall) => Item | undefined) => arrayParameter(kinds.map(([first]) => pick(first) ?? null))
  const ofCalls = (pick: (call: ApiCall, kind: number) => Item | undefined) =>
    arrayParameter(kinds.flatMap((group, i) => group.map((call) => pick(call, i + 1) ?? null)))
  await runPrepared(database().lookUps, insertCalls, [
    ofKinds((c) => c.credentialId),
    ofKinds((c) => c.method),
    ofKinds((c) => c.route),
    ofKinds((c) => c.path.slice(0, 500)),
    ofKinds((c) => c.status),
    ofKinds((c) => c.ip),
    ofKinds((c) => c.reason),
    ofKinds(hourOf),
    arrayParameter(kinds.map(({ length }) => length)),
    ofCalls((_, kind) => kind),
    ofCalls((c) => c.at),
    ofCalls((c) => c.sessionId),
    ofCalls((c) => c.sessionHint),
    ofCalls((c) => c.durationMs),
  ])
}

/** Tracks an API call; in the log, and in the hour it counts towards, within a second, under load two. */
export function recordCall(call: ApiCall): void {
  calls.add(call)
}
