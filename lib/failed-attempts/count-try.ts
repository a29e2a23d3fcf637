import { batched, onePerProcess } from '@/lib/db/batch'
import { database } from '@/lib/db/client'
import { forgive } from './forgive'
import { accountAndAddress, type Limit, oneAddress, type Source, type Sources } from './limits'

const raised = ({ leakPerSecond }: Limit) =>
  `EXCLUDED.level + GREATEST(0, f.level - GREATEST(0, EXTRACT(EPOCH FROM EXCLUDED.at - f.at)) * ${leakPerSecond})`

// A bucket without room for all that a batch adds to it is left as it is, and yields no row. First the addresses and then, of those that
// had room, what was tried from there; each in order. So no two processes can wait for each other, and who adds to a pair holds its address.
const upsertTries = {
  name: 'upsert-tries',
  text: `
    WITH addresses AS (
      INSERT INTO failed_attempts AS f (key, level, at)
      SELECT key, tries, $6::timestamptz FROM unnest($1::bytea[], $2::float8[]) AS n(key, tries) ORDER BY key
      ON CONFLICT (key) DO UPDATE SET level = ${raised(oneAddress)}, at = GREATEST(f.at, EXCLUDED.at)
      WHERE ${raised(oneAddress)} <= ${oneAddress.capacity}
      RETURNING key
    ), pairs AS (
      INSERT INTO failed_attempts AS f (key, level, at)
      SELECT n.key, tries, $6::timestamptz
      FROM unnest($3::bytea[], $4::float8[], $5::bytea[]) AS n(key, tries, address) JOIN addresses a ON a.key = n.address ORDER BY n.key
      ON CONFLICT (key) DO UPDATE SET level = ${raised(accountAndAddress)}, at = GREATEST(f.at, EXCLUDED.at)
      WHERE ${raised(accountAndAddress)} <= ${accountAndAddress.capacity}
      RETURNING key
    )
    SELECT key FROM addresses UNION ALL SELECT key FROM pairs`,
}

type Try = { sources: Sources; now: Date }
type Bucket = { source: Source; tries: number }

const idOf = ({ key }: Source) => key.toString('base64')

/** What a batch adds to the bucket of `source`, so far nothing if it is new. */
function bucketOf(buckets: Map<string, Bucket>, source: Source) {
  const bucket = buckets.get(idOf(source)) ?? { source, tries: 0 }
  buckets.set(idOf(source), bucket)
  return bucket
}

const count = onePerProcess('count-tries', () =>
  batched(async (tries: readonly Try[]): Promise<(keyof Sources | undefined)[]> => {
    const addresses = new Map<string, Bucket>()
    const pairs = new Map<string, Bucket>()
    const addressOf = new Map<string, Buffer>()
    // More than a bucket ever takes are refused here: the first of a source goes in whatever it is.
    const tooMany = tries.map(({ sources }): keyof Sources | undefined => {
      const [pair, address] = [bucketOf(pairs, sources.pair), bucketOf(addresses, sources.address)]
      addressOf.set(idOf(sources.pair), sources.address.key)
      if (pair.tries === sources.pair.capacity) return 'pair'
      if (address.tries === sources.address.capacity) return 'address'
      pair.tries++
      address.tries++
      return undefined
    })
    const [ofAddresses, ofPairs] = [addresses, pairs].map((buckets) => [...buckets.values()].filter(({ tries }) => tries > 0)) as [
      Bucket[],
      Bucket[],
    ]
    const { rows } = await database().lookUps.query<{ key: Buffer }>({
      ...upsertTries,
      values: [
        ofAddresses.map(({ source }) => source.key),
        ofAddresses.map(({ tries }) => tries),
        ofPairs.map(({ source }) => source.key),
        ofPairs.map(({ tries }) => tries),
        ofPairs.map(({ source }) => addressOf.get(idOf(source))),
        new Date(Math.max(...tries.map(({ now }) => now.getTime()))),
      ],
    })
    const counted = new Set(rows.map(({ key }) => key.toString('base64')))
    const full = tries.map(
      ({ sources }, i) => tooMany[i] ?? (['address', 'pair'] as const).find((name) => !counted.has(idOf(sources[name]))),
    )
    const uncounted = tries.filter((_, i) => full[i] === 'pair' && !tooMany[i]).map(({ sources }) => sources.address)
    if (uncounted.length > 0) await forgive(uncounted.sort((a, b) => Buffer.compare(a.key, b.key)))
    return full
  }),
)

/**
 * Counts a try at an account before it is made: towards the address and, if that has room, towards the account from there. Resolves with
 * the source that is full, and then nothing is counted: whoever tries ever new accounts from an address that is full adds no row for them.
 */
export function countTry(sources: Sources, now: Date): Promise<keyof Sources | undefined> {
  return count({ sources, now })
}
