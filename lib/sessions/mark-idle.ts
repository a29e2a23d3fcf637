import { updateInSteps } from '@/lib/db/update-in-steps'
import { storedTouches } from './touch'

/** Uses are written behind, and the clocks of two processes may be some seconds apart: what could still have been used is left alone. */
const marginSeconds = 60

/** SQL: whoever was last used by then has idled out for a while, by the setting in force. */
const idleSince = `$1::timestamptz - make_interval(secs => (SELECT idle_session_timeout_seconds + ${marginSeconds} FROM settings WHERE id = 1))`

// The start is indexed, the last use is not (see the schema); whoever was last used by then had also started by then.
const unused = (started: string, ended: string) => ({
  order: started,
  where: `${ended} IS NULL AND ${started} <= ${idleSince} AND last_used_at <= ${idleSince}`,
  set: `${ended} = $1::timestamptz`,
})

/** Which sessions are marked, also for the test that looks at the plan. */
export const idleSessions = { table: 'sessions', ...unused('issued_at', 'revoked_at') }

const idleSignIns = { table: 'sign_ins', ...unused('started_at', 'ended_at') }

/**
 * Ends, for good, the sessions and sign-ins that have died of idleness more than a minute before `now`: a clock that is set back must
 * not bring them back. They were dead already; what they died of is told as before. Returns how many it marked.
 */
export async function markIdle(now: Date, signal?: AbortSignal): Promise<number> {
  await storedTouches()
  return (await updateInSteps({ ...idleSessions, now, signal })) + (await updateInSteps({ ...idleSignIns, now, signal }))
}
