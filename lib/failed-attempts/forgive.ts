import { database } from '@/lib/db/client'
import type { Source } from './limits'

// Locked in the order named: an address before what was tried from there, as counting does. Two of them can then never wait for each other.
const update = `
  UPDATE failed_attempts f SET level = GREATEST(0, f.level - locked.times)
  FROM (
    SELECT f.key, n.times FROM unnest($1::bytea[], $2::float8[]) WITH ORDINALITY AS n(key, times, place) JOIN failed_attempts f ON f.key = n.key
    ORDER BY n.place FOR NO KEY UPDATE OF f
  ) locked WHERE f.key = locked.key`

/**
 * Takes one failure of a source back for each time it is named: the attempt that was counted in advance turned out right, or was not made
 * at all. Addresses come first, several of them in the order of their keys.
 */
export async function forgive(sources: Source[]): Promise<void> {
  const times = new Map<string, { key: Buffer; times: number }>()
  for (const { key } of sources) {
    const id = key.toString('base64')
    times.set(id, { key, times: (times.get(id)?.times ?? 0) + 1 })
  }
  const all = [...times.values()]
  await database().pool.query(update, [all.map(({ key }) => key), all.map(({ times }) => times)])
}
