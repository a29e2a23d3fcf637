import { onePerProcess } from '@/lib/db/batch'
import { database } from '@/lib/db/client'
import { arrayParameter, type Item, runPrepared } from '@/lib/db/prepared'
import { writeBehind } from '@/lib/db/write-behind'
import { type ApiCall, type Kind, type Part, type Session, waitingCalls } from './waiting-calls'

// One statement, so that the log and its roll-up can never disagree. Hours in order: two processes must not wait for each other.
const insertCalls = {
  name: 'insert-api-calls',
  text: `
    WITH logged AS (
      INSERT INTO api_calls (credential_id, method, route, path, status, ip, reason, at, session_id, session_hint, duration_ms)
      SELECT ($1::uuid[])[kind], ($2::text[])[kind], ($3::text[])[kind], ($4::text[])[kind], ($5::smallint[])[kind], ($6::text[])[kind],
        ($7::text[])[kind], to_timestamp(($8::float8[])[kind] + ms / 1000::float8), ($14::uuid[])[session], ($15::text[])[session],
        duration_ms
      FROM unnest($10::int[], $11::int[], $12::int[], $13::int[]) AS c(kind, ms, session, duration_ms)
    )
    INSERT INTO api_call_hours AS h (credential_id, hour, succeeded, refused)
    SELECT credential_id, to_timestamp(hour), coalesce(sum(calls) FILTER (WHERE status < 400), 0), coalesce(sum(calls) FILTER (WHERE status >= 400), 0)
    FROM unnest($1::uuid[], $5::smallint[], $8::float8[], $9::int[]) AS k(credential_id, status, hour, calls) GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (credential_id, hour) DO UPDATE SET succeeded = h.succeeded + EXCLUDED.succeeded, refused = h.refused + EXCLUDED.refused`,
}

/** More in one statement would keep the process and the database from requests for too long. */
const atOnce = 200

const calls = onePerProcess('api-calls', () => writeBehind(waitingCalls(writeCalls, atOnce)))

async function writeCalls(parts: Part[], sessions: Session[]) {
  const ofKinds = (pick: (kind: Kind) => Item | undefined) => arrayParameter(parts.map(({ kind }) => pick(kind) ?? null))
  const ofCalls = (column: (part: Part, number: number) => number[]) => numbersParameter(parts.flatMap(column))
  const sent = new Map<number, number>()
  // Arrays of PostgreSQL begin at 1.
  const placeOf = (session: number) => {
    const place = sent.get(session) ?? sent.size + 1
    if (place > sent.size) sent.set(session, place)
    return place
  }
  const values = [
    ofKinds(({ call }) => call.credentialId),
    ofKinds(({ call }) => call.method),
    ofKinds(({ call }) => call.route),
    ofKinds(({ call }) => call.path),
    ofKinds(({ call }) => call.status),
    ofKinds(({ call }) => call.ip),
    ofKinds(({ call }) => call.reason),
    ofKinds(({ hour }) => hour),
    numbersParameter(parts.map(({ from, to }) => to - from)),
    ofCalls(({ from, to }, i) => Array(to - from).fill(i + 1)),
    ofCalls(({ kind, from, to }) => kind.at.slice(from, to)),
    ofCalls(({ kind, from, to }) => kind.session.slice(from, to).map(placeOf)),
    ofCalls(({ kind, from, to }) => kind.durationMs.slice(from, to)),
  ]
  const ofSessions = (pick: (session: Session) => Item) => arrayParameter([...sent.keys()].map((place) => pick(sessions[place] as Session)))
  await runPrepared(database().lookUps, insertCalls, [...values, ofSessions(({ id }) => id), ofSessions(({ hint }) => hint)])
}

const numbersParameter = (numbers: number[]) => `{${numbers.join()}}`

/** Tracks an API call; in the log, and in the hour it counts towards, within a second, under load two. */
export function recordCall(call: ApiCall): void {
  calls.add(call)
}
