import { agreeWithinSeconds } from '@/lib/db/clock-skew'
import { type Change, updateInSteps } from '@/lib/db/update-in-steps'

/** What has a last use, of sessions and sign-ins those that were not ended. */
const tables: Pick<Change, 'table' | 'order' | 'where'>[] = [
  { table: 'sessions', order: 'issued_at', where: 'revoked_at IS NULL' },
  { table: 'sign_ins', order: 'started_at', where: 'ended_at IS NULL' },
  { table: 'application_credentials', order: 'created_at', where: 'true' },
]

/**
 * Sets last uses that lie more than 5 seconds ahead of `now` to `now`: the clock they were written by has been set back since, and
 * nothing would idle out until it has caught up. Returns how many there were.
 */
export async function correctLastUses(now: Date, signal?: AbortSignal): Promise<number> {
  let corrected = 0
  for (const { where, ...rest } of tables) {
    const isAhead = `${where} AND last_used_at > $1::timestamptz + interval '${agreeWithinSeconds} s'`
    corrected += await updateInSteps({ ...rest, where: isAhead, set: 'last_used_at = $1::timestamptz', now, signal })
  }
  return corrected
}
