import { database } from '@/lib/db/client'

/** The longest Idle Session Timeout there can be (1440 minutes): a session unused for so long is dead under any setting. */
const longestIdleSeconds = 86_400
const stepRows = 1_000

/**
 * Removes sessions and Builder sign-ins that have been unused for more than a day, in small steps so that nobody waits for it.
 * Returns how many rows went.
 */
export async function purgeDeadSessions(now: Date): Promise<number> {
  const before = new Date(now.getTime() - longestIdleSeconds * 1000)
  return (await purge('sessions', 'issued_at', before)) + (await purge('sign_ins', 'started_at', before))
}

async function purge(table: 'sessions' | 'sign_ins', startColumn: string, before: Date) {
  let removed = 0
  for (;;) {
    // The start is indexed, the last use is not (see the schema); whoever was last used by then had also started by then.
    const { rowCount } = await database().pool.query(
      `DELETE FROM ${table} WHERE id IN (
         SELECT id FROM ${table} WHERE ${startColumn} < $1 AND last_used_at < $1 ORDER BY ${startColumn} LIMIT ${stepRows} FOR UPDATE SKIP LOCKED)`,
      [before],
    )
    removed += rowCount ?? 0
    if ((rowCount ?? 0) < stepRows) return removed
  }
}
