import { database } from '@/lib/db/client'

const hourMs = 3_600_000

/** Activity from before this instant goes when it is kept for `days`: whole hours only, as charts count them. */
export function forgottenBefore(days: number, now: Date): Date {
  return new Date(Math.floor((now.getTime() - days * 24 * hourMs) / hourMs) * hourMs)
}

/**
 * How many calls would go if activity were kept for `days`; from `most` on nobody needs the exact number, and counting stops. Counts
 * by the roll-up, where an hour stands for at least one.
 */
export async function countForgotten(days: number, most: number, now: Date): Promise<number> {
  const { rows } = await database().pool.query<{ calls: number }>(
    `SELECT LEAST(coalesce(sum(calls), 0), $2)::int AS calls
     FROM (SELECT succeeded + refused AS calls FROM api_call_hours WHERE hour < $1 LIMIT $2) hours`,
    [forgottenBefore(days, now), most],
  )
  return rows[0]?.calls ?? 0
}
