import { addDays, startOf, todayIn } from '@/lib/credentials/expiry'
import { database } from '@/lib/db/client'
import type { LoggedCall } from './list-calls'
import { mostListed } from './waiting-refusals'

/** Calls of one day, `YYYY-MM-DD` in the zone asked for. */
export type DayOfCalls = { date: string; succeeded: number; refused: number }

type CountedDay = Omit<DayOfCalls, 'date'> & { day: number; unlisted: number }

/** A credential's activity in numbers, and the last call of either kind. */
export type ActivitySummary = {
  /** One entry for every day, the quiet ones too, oldest first; the last is today. */
  days: DayOfCalls[]
  /** How many refused token requests of these days are counted but not in the log, which lists only the first of each hour. */
  unlisted: number
  lastSuccess: LastCall | null
  lastRefusal: LastCall | null
}

/** The last call that went well, or that did not. */
export type LastCall = Pick<LoggedCall, 'at' | 'method' | 'path' | 'status' | 'reason' | 'ip'>

/** Whose activity, of which credential, over how many days up to `now` in `timeZone`. */
export type SummaryQuery = { ownerId: string; credentialId: string; days: number; timeZone: string; now: Date }

/**
 * Calls per day and the last of either kind. Reads the hourly roll-up, and of the log only the hour in which the last call of a
 * kind is known to be, so it takes as long for millions of calls as for ten. Nothing but zeros for anybody but the owner.
 */
export async function summariseActivity(query: SummaryQuery): Promise<ActivitySummary> {
  const { pool } = database()
  const [counted, succeeded, refused] = await Promise.all([
    pool.query<CountedDay>(daysStatement(query)),
    pool.query<LastCall>(lastCallStatement(query, 'succeeded')),
    pool.query<LastCall>(lastCallStatement(query, 'refused')),
  ])
  const calls = new Map(counted.rows.map(({ day, unlisted: _, ...calls }) => [day, calls]))
  const unlisted = counted.rows.reduce((sum, day) => sum + day.unlisted, 0)
  const days = datesUntil(query).map((date, index) => ({ date, ...(calls.get(index + 1) ?? { succeeded: 0, refused: 0 }) }))
  return { days, unlisted, lastSuccess: succeeded.rows[0] ?? null, lastRefusal: refused.rows[0] ?? null }
}

function datesUntil({ days, timeZone, now }: SummaryQuery) {
  const today = todayIn(timeZone, now)
  return Array.from({ length: days }, (_, index) => addDays(today, index + 1 - days))
}

const own = 'credential_id = $1::uuid AND EXISTS (SELECT 1 FROM application_credentials WHERE id = $1::uuid AND owner_id = $2::uuid)'

/**
 * Sums hours to days, the first of which is 1; for the test that looks at its plan. Where a zone is off by half an hour, the hour in
 * which a day begins counts towards the day before.
 */
export function daysStatement(query: SummaryQuery): { text: string; values: unknown[] } {
  // Not for PostgreSQL to say, which need not know every zone that the runtime knows.
  const begins = datesUntil(query).map((date) => startOf(date, query.timeZone))
  return {
    text: `
      SELECT width_bucket(hour, $3::timestamptz[]) AS day, sum(succeeded)::int AS succeeded, sum(refused)::int AS refused,
        sum(GREATEST(0, wrong_secrets - ${mostListed}) + GREATEST(0, refused_requests - ${mostListed}))::int AS unlisted
      FROM api_call_hours WHERE ${own} AND hour >= $4 AND hour <= $5
      GROUP BY 1`,
    values: [query.credentialId, query.ownerId, begins, begins[0], query.now],
  }
}

/** The last call of a kind: its hour from the roll-up, then the call itself; for the test that looks at its plan. */
export function lastCallStatement(query: SummaryQuery, kind: 'succeeded' | 'refused'): { text: string; values: unknown[] } {
  return {
    text: `
      SELECT c.at, c.method, c.path, c.status, c.reason, c.ip
      FROM (
        SELECT hour FROM api_call_hours WHERE ${own} AND ${kind} > 0 ORDER BY hour DESC LIMIT 1
      ) h CROSS JOIN LATERAL (
        SELECT * FROM api_calls a
        WHERE a.credential_id = $1::uuid AND a.at >= h.hour AND a.at < h.hour + interval '1 hour'
          AND a.status ${kind === 'refused' ? '>=' : '<'} 400
        ORDER BY a.at DESC, a.id DESC LIMIT 1
      ) c`,
    values: [query.credentialId, query.ownerId],
  }
}
