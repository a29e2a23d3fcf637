import { noteCredentialUse } from '@/lib/credentials/note-use'
import { onePerProcess } from '@/lib/db/batch'
import { database } from '@/lib/db/client'
import { writeBehind, writeBehindMs } from '@/lib/db/write-behind'

// Locked in one order, so that two processes writing the same rows cannot wait for each other.
const updateLastUsed = {
  name: 'update-session-last-used',
  text: `
    UPDATE sessions s SET last_used_at = GREATEST(s.last_used_at, u.at)
    FROM (
      SELECT u.id, u.at FROM unnest($1::uuid[], $2::timestamptz[]) AS u(id, at) JOIN sessions t ON t.id = u.id
      ORDER BY t.id FOR NO KEY UPDATE OF t
    ) u WHERE s.id = u.id`,
}

const touches = onePerProcess('session-touches', () =>
  writeBehind<[sessionId: string, at: Date]>(async (items) => {
    const latest = new Map(items)
    await database().pool.query({ ...updateLastUsed, values: [[...latest.keys()], [...latest.values()]] })
  }),
)

/** Writes the uses that are pending now. */
export const flushTouches = (): Promise<void> => touches.flush()

/**
 * Counts a use of a live session. Usually written behind, within a second. But if what is stored is so old that another process
 * could call the session idle before that write arrives, the write comes first: use extends a session exactly, in every process.
 */
export async function touchSession(
  session: { id: string; credentialId: string; lastUsedAt: Date; idleTimeoutSeconds: number },
  now: Date,
): Promise<void> {
  touches.add([session.id, now])
  noteCredentialUse(session.credentialId, now)
  const storedLastsUntil = session.lastUsedAt.getTime() + session.idleTimeoutSeconds * 1000
  if (storedLastsUntil - now.getTime() < 3 * writeBehindMs) await touches.flush()
}
