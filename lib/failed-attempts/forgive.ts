import { database } from '@/lib/db/client'
import type { Source } from './limits'

// Locked by key, as counting does: two of them can then never wait for each other.
const update = `
  UPDATE failed_attempts f SET level = GREATEST(0, f.level - 1)
  FROM (SELECT key FROM failed_attempts WHERE key = ANY($1::bytea[]) ORDER BY key FOR NO KEY UPDATE) locked WHERE f.key = locked.key`

/** Takes one failure of each source back: the attempt that was counted in advance turned out right, or was not made at all. */
export async function forgive(sources: Source[]): Promise<void> {
  await database().pool.query(update, [sources.map(({ key }) => key)])
}
