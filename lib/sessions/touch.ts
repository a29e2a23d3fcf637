import { noteCredentialUse } from '@/lib/credentials/note-use'
import { lastUsedQueue } from '@/lib/db/last-used'
import { writeBehindMs } from '@/lib/db/write-behind'

const touches = lastUsedQueue('sessions')

/** Resolves when the uses that are pending now are stored. */
export const storedTouches = (): Promise<void> => touches.stored()

/**
 * Counts a use of a live session. Usually written behind, within a second, under load two. But if what is stored is so old that
 * another process could call the session idle before that write arrives, the write comes first: use extends a session exactly, in
 * every process.
 */
export async function touchSession(
  session: { id: string; credentialId: string; lastUsedAt: Date; idleTimeoutSeconds: number },
  now: Date,
): Promise<void> {
  touches.add([session.id, now])
  noteCredentialUse(session.credentialId, now)
  const storedLastsUntil = session.lastUsedAt.getTime() + session.idleTimeoutSeconds * 1000
  if (storedLastsUntil - now.getTime() < 4 * writeBehindMs) await touches.flush()
}
