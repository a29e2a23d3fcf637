import { onePerProcess } from '@/lib/db/batch'
import { database } from '@/lib/db/client'
import { arrayParameter, type Item, runPrepared } from '@/lib/db/prepared'
import { writeBehind } from '@/lib/db/write-behind'
import { mostListed, type Refusal, type RefusedHour, waitingRefusals } from './waiting-refusals'

// One statement, so that the log and its roll-up can never disagree. Hours in order: two processes must not wait for each other. Whoever
// counts holds the row until it has listed what there is room for, so that all processes together list no more either.
const insertRefusals = {
  name: 'insert-refusals',
  text: `
    WITH counted AS (
      INSERT INTO api_call_hours AS h (credential_id, hour, refused, wrong_secrets, refused_requests)
      SELECT credential_id, to_timestamp(hour), sum(calls), coalesce(sum(calls) FILTER (WHERE NOT had_secret), 0),
        coalesce(sum(calls) FILTER (WHERE had_secret), 0)
      FROM unnest($1::uuid[], $2::float8[], $3::boolean[], $4::int[]) AS k(credential_id, hour, had_secret, calls) GROUP BY 1, 2 ORDER BY 1, 2
      ON CONFLICT (credential_id, hour) DO UPDATE SET refused = h.refused + EXCLUDED.refused,
        wrong_secrets = h.wrong_secrets + EXCLUDED.wrong_secrets, refused_requests = h.refused_requests + EXCLUDED.refused_requests
      RETURNING credential_id, hour, wrong_secrets, refused_requests
    )
    INSERT INTO api_calls (credential_id, method, route, path, status, ip, reason, at, duration_ms)
    SELECT credential_id, method, route, path, status, ip, reason, to_timestamp(epoch), duration_ms
    FROM unnest($5::int[], $6::int[], $7::text[], $8::text[], $9::text[], $10::smallint[], $11::text[], $12::text[], $13::float8[], $14::int[])
      AS c(part, place, method, route, path, status, ip, reason, epoch, duration_ms)
    JOIN counted ON credential_id = ($1::uuid[])[part] AND hour = to_timestamp(($2::float8[])[part])
    WHERE CASE WHEN ($3::boolean[])[part] THEN refused_requests ELSE wrong_secrets END - ($4::int[])[part] + place <= ${mostListed}
    ORDER BY epoch, place`,
}

/** More in one statement would keep the process and the database from requests for too long. */
const atOnce = 200

const refusals = onePerProcess('refusals', () => writeBehind(waitingRefusals(writeRefusals, atOnce)))

async function writeRefusals(hours: RefusedHour[]) {
  const ofHours = (pick: (hour: RefusedHour) => Item) => arrayParameter(hours.map(pick))
  const ofCalls = (pick: (call: Refusal, part: number, place: number) => Item | undefined) =>
    // Places, and arrays of PostgreSQL, begin at 1.
    arrayParameter(hours.flatMap(({ first }, part) => first.map((call, place) => pick(call, part + 1, place + 1) ?? null)))
  await runPrepared(database().lookUps, insertRefusals, [
    ofHours(({ credentialId }) => credentialId),
    ofHours(({ hour }) => hour),
    ofHours(({ hadSecret }) => String(hadSecret)),
    ofHours(({ count }) => count),
    ofCalls((_call, part) => part),
    ofCalls((_call, _part, place) => place),
    ofCalls(({ method }) => method),
    ofCalls(({ route }) => route),
    ofCalls(({ path }) => path),
    ofCalls(({ status }) => status),
    ofCalls(({ ip }) => ip),
    ofCalls(({ reason }) => reason),
    ofCalls(({ at }) => at),
    ofCalls(({ durationMs }) => durationMs),
  ])
}

/** Tracks a refused token request of a credential: counted in its hour within a second or two, and in the log while that has room. */
export function recordRefusal(refusal: Refusal): void {
  refusals.add(refusal)
}
