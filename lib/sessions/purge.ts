import { deleteInSteps } from '@/lib/db/delete-in-steps'

/** The longest Idle Session Timeout there can be (1440 minutes): a session unused for so long is dead under any setting. */
const longestIdleSeconds = 86_400

/**
 * Removes sessions that ended more than a day ago, and sessions and Builder sign-ins that have been unused for so long, in small steps
 * so that nobody waits for it. Returns how many rows went.
 */
export async function purgeDeadSessions(now: Date, signal?: AbortSignal): Promise<number> {
  const before = new Date(now.getTime() - longestIdleSeconds * 1000)
  const common = { key: 'id', before, signal }
  // The start is indexed, the last use is not (see the schema); whoever was last used by then had also started by then.
  const unused = (started: string) => `${started} < $1 AND last_used_at < $1`
  return (
    (await deleteInSteps({ ...common, table: 'sessions', where: 'revoked_at < $1', orderBy: 'revoked_at' })) +
    (await deleteInSteps({ ...common, table: 'sessions', where: `revoked_at IS NULL AND ${unused('issued_at')}`, orderBy: 'issued_at' })) +
    (await deleteInSteps({ ...common, table: 'sign_ins', where: unused('started_at'), orderBy: 'started_at' }))
  )
}
