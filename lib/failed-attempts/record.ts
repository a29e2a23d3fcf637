import { batched, onePerProcess } from '@/lib/db/batch'
import { database } from '@/lib/db/client'
import type { Source } from './limits'

// Sorted by key, so that two processes counting the same sources cannot wait for each other.
const upsertAttempts = {
  name: 'upsert-failed-attempts',
  text: `
    INSERT INTO failed_attempts AS f (key, level, at)
    SELECT key, count, $4::timestamptz FROM unnest($1::bytea[], $2::float8[], $3::float8[]) AS n(key, count, leak) ORDER BY key
    ON CONFLICT (key) DO UPDATE SET
      level = EXCLUDED.level + GREATEST(0, f.level - GREATEST(0, EXTRACT(EPOCH FROM EXCLUDED.at - f.at)) *
        (SELECT leak FROM unnest($1::bytea[], $3::float8[]) AS l(key, leak) WHERE l.key = f.key)),
      at = GREATEST(f.at, EXCLUDED.at)
    RETURNING key, level`,
}

type Failure = { sources: Source[]; now: Date }

const record = onePerProcess('record-failed-attempts', () =>
  batched(async (failures: readonly Failure[]) => {
    const counts = new Map<string, { source: Source; count: number }>()
    for (const source of failures.flatMap(({ sources }) => sources)) {
      const id = source.key.toString('base64')
      counts.set(id, { source, count: (counts.get(id)?.count ?? 0) + 1 })
    }
    const now = new Date(Math.max(...failures.map((failure) => failure.now.getTime())))
    const all = [...counts.values()]
    const { rows } = await database().lookUps.query<{ key: Buffer; level: number }>({
      ...upsertAttempts,
      values: [all.map(({ source }) => source.key), all.map(({ count }) => count), all.map(({ source }) => source.leakPerSecond), now],
    })
    const levels = new Map(rows.map(({ key, level }) => [key.toString('base64'), level]))
    return failures.map(({ sources }) => sources.map(({ key }) => levels.get(key.toString('base64')) ?? 0))
  }),
)

/** Counts one failure of each source; resolves once it is stored, where every process sees it, with the new levels in order. */
export function recordFailure(sources: Source[], now: Date): Promise<number[]> {
  return record({ sources, now })
}
