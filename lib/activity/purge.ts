import { database } from '@/lib/db/client'
import { deleteInSteps } from '@/lib/db/delete-in-steps'
import { forgottenBefore } from './retention'

/**
 * Forgets activity older than the retention time of the settings (30 days unless changed), in small steps so that nobody waits.
 * The log and its roll-up lose the same whole hours, so that a chart never counts calls that can no longer be looked up.
 * Returns how many calls went.
 */
export async function purgeActivity(now: Date, signal?: AbortSignal): Promise<number> {
  const { rows } = await database().pool.query<{ days: number }>('SELECT activity_retention_days AS days FROM settings WHERE id = 1')
  const days = rows[0]?.days
  if (days === undefined) return 0
  const before = forgottenBefore(days, now)
  const removed = await deleteInSteps({ table: 'api_calls', where: 'at < $1', orderBy: 'at', before, signal })
  await deleteInSteps({ table: 'api_call_hours', where: 'hour < $1', orderBy: 'hour', before, signal })
  return removed
}
