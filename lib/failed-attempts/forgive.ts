import { database } from '@/lib/db/client'
import type { Source } from './limits'

/** Takes one failure of each source back: the attempt that was counted in advance turned out right, or was not made at all. */
export async function forgive(sources: Source[]): Promise<void> {
  const keys = sources.map(({ key }) => key).sort(Buffer.compare)
  await database().pool.query('UPDATE failed_attempts SET level = GREATEST(0, level - 1) WHERE key = ANY($1::bytea[])', [keys])
}
