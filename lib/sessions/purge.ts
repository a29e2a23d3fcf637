import { deleteInSteps } from '@/lib/db/delete-in-steps'

/** The longest Idle Session Timeout there can be (1440 minutes): a session unused for so long is dead under any setting. */
const longestIdleSeconds = 86_400

/**
 * Removes sessions and Builder sign-ins that have been unused for more than a day, in small steps so that nobody waits for it.
 * Returns how many rows went.
 */
export async function purgeDeadSessions(now: Date, signal?: AbortSignal): Promise<number> {
  const before = new Date(now.getTime() - longestIdleSeconds * 1000)
  // The start is indexed, the last use is not (see the schema); whoever was last used by then had also started by then.
  const unused = (started: string) => ({ key: 'id', where: `${started} < $1 AND last_used_at < $1`, orderBy: started, before, signal })
  return (
    (await deleteInSteps({ table: 'sessions', ...unused('issued_at') })) +
    (await deleteInSteps({ table: 'sign_ins', ...unused('started_at') }))
  )
}
