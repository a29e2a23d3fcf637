import { database } from '@/lib/db/client'
import type { Unused } from '@/lib/sessions/count-unused'
import { longestSignInSeconds } from './alive'

/** Counts everybody's sign-ins that hold at `now` (as `causeOfEnd` would say) and those not used since `since`, that instant included. */
export async function countUnusedSignIns(since: Date, now: Date): Promise<Unused> {
  const { rows } = await database().pool.query<Unused>(
    `SELECT count(*)::int AS live, count(*) FILTER (WHERE i.last_used_at <= $2::timestamptz)::int AS unused
     FROM sign_ins i JOIN users u ON u.id = i.user_id CROSS JOIN settings g
     WHERE i.ended_at IS NULL AND u.disabled_at IS NULL AND i.roles_version = u.roles_version
       AND i.started_at > $1::timestamptz - make_interval(secs => $3)
       AND i.last_used_at > $1::timestamptz - make_interval(secs => g.idle_session_timeout_seconds)`,
    [now, since, longestSignInSeconds],
  )
  return rows[0] ?? { live: 0, unused: 0 }
}
