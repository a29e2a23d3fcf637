import { agreeWithinSeconds } from '@/lib/db/clock-skew'
import { updateInSteps } from '@/lib/db/update-in-steps'

const ahead = (table: string, order: string, isOpen = 'true') => ({
  table,
  order,
  where: `${isOpen} AND last_used_at > GREATEST($1::timestamptz, now()) + interval '${agreeWithinSeconds} s'`,
  set: 'last_used_at = $1::timestamptz',
})

/** Which sessions are put right, also for the test that looks at the plan: of those that were not ended. */
export const sessionsAhead = ahead('sessions', 'issued_at', 'revoked_at IS NULL')

const all = [sessionsAhead, ahead('sign_ins', 'started_at', 'ended_at IS NULL'), ahead('application_credentials', 'created_at')]

/**
 * Sets last uses that lie more than 5 seconds ahead of `now` to `now`: the clock they were written by has been set back since, and
 * nothing would idle out until it has caught up. They must be ahead of the database's clock too: one process that is slow is not to end
 * what others use. Returns how many there were.
 */
export async function correctLastUses(now: Date, signal?: AbortSignal): Promise<number> {
  let corrected = 0
  for (const change of all) corrected += await updateInSteps({ ...change, now, signal })
  return corrected
}
