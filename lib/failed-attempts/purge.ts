import { deleteInSteps } from '@/lib/db/delete-in-steps'

/** Every bucket has leaked empty long before. */
const forgottenAfterMs = 24 * 3_600_000

/** Forgets sources that have not failed for more than a day, in small steps. Returns how many went. */
export function purgeFailedAttempts(now: Date, signal?: AbortSignal): Promise<number> {
  const before = new Date(now.getTime() - forgottenAfterMs)
  return deleteInSteps({ table: 'failed_attempts', key: 'key', where: 'at < $1', orderBy: 'at', before, signal })
}
