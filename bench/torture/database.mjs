import { attackPart } from './attack.mjs'
import { attacksOn } from './attacks.mjs'
import { killsPart } from './kills.mjs'
import { Ledger } from './ledger.mjs'
import { onEmbedded, onPostgres, warm } from './set-up.mjs'
import { mountSmallDisk, whyNoSmallDisk } from './small-disk.mjs'
import { attacksTable, killsTable } from './table.mjs'

/** The part of the time that is for kills, when there is more. */
const killsShare = 0.35

/** Little enough to write that a small disk is soon full, and holds it. */
const smallSettings = { min_wal_size: '32MB', max_wal_size: '64MB' }

/**
 * Everything asked for on one database; prints the tables.
 * @param {'postgres' | 'pglite'} database
 * @param {{ only: string[], seconds: number, kills?: number, random: import('./random.mjs').Random }} options
 * @returns {Promise<{ summary: string, problems: string[] }>}
 */
export async function torture(database, { only, seconds, kills, random }) {
  let ledger = new Ledger()
  const ledgers = [ledger]
  /** @type {string[]} */ const problems = []
  const note = (/** @type {string} */ part, /** @type {string[]} */ found) =>
    problems.push(...found.map((problem) => `${database}, ${part}: ${problem}`))
  const wanted = attacksOn(database).filter(({ name }) => only.includes(name))
  const why = whyNoSmallDisk()
  const chosen = wanted.filter(({ needsSmallDisk }) => !needsSmallDisk || !why)
  for (const { name } of wanted.filter((attack) => !chosen.includes(attack)))
    console.log(`Left out on ${database}: ${name}, because ${why}.\n`)
  const killsSeconds = only.includes('kills') ? seconds * (chosen.length > 0 ? killsShare : 1) : 0
  const each = (seconds - killsSeconds) / Math.max(1, chosen.length)

  let setUp = await (database === 'postgres' ? onPostgres() : onEmbedded())
  console.log(`## ${setUp.title}\n`)
  let killed = 0
  let longestGapMs = 0
  if (only.includes('kills')) {
    const result = await killsPart(setUp, { ledger, random: random.branch('kills'), seconds: killsSeconds, kills })
    note('kills', result.problems)
    note(
      'kills',
      [...ledger.untruths].map(([what, times]) => `${what} (${times} times)`),
    )
    killed = result.kills.length
    longestGapMs = Math.max(result.seen.token.longestGap, result.seen.page.longestGap)
    console.log(`${killsTable(result)}\n`)
  }

  const done = []
  let isFresh = killed === 0
  for (const attack of chosen) {
    const disk = attack.needsSmallDisk ? mountSmallDisk() : undefined
    if (disk) {
      await setUp.close()
      setUp = await within(disk.folder, () => onPostgres(smallSettings))
      // Another database, of which nothing is known.
      ledger = new Ledger()
      ledgers.push(ledger)
    } else if (!isFresh || attack.descriptors) {
      await setUp.server.stop()
      await setUp.start(attack.descriptors)
      await setUp.server.untilReady()
      await warm(setUp.port)
    }
    const options = { ledger, random: random.branch(attack.name), seconds: each, smallDisk: disk?.folder }
    const result = await attackPart(attack, setUp, options)
    done.push(result)
    note(attack.name, result.problems)
    // One that was hurt, or has limits of its own, is not for the next attack.
    isFresh = result.problems.length === 0 && !attack.descriptors
    if (disk) {
      await setUp.close()
      disk.close()
    }
  }
  if (!chosen.some(({ needsSmallDisk }) => needsSmallDisk)) await setUp.close()
  if (done.length > 0) console.log(`${attacksTable(done)}\n`)

  const lost = ledgers.flatMap((each) => each.lost)
  const halfMade = ledgers.flatMap((each) => [...each.halfMade])
  note('acknowledged and lost', first(lost))
  note('half-made', first(halfMade))
  const held = done.filter((result) => result.problems.length === 0).length
  const facts = [
    `${killed} kills`,
    `${ledgers.reduce((sum, { acknowledged }) => sum + acknowledged, 0)} acknowledged`,
    `${lost.length} lost`,
    `${halfMade.length} half-made`,
    ...(killed > 0 ? [`longest time without service ${(longestGapMs / 1_000).toFixed(1)} s`] : []),
    `${held} of ${done.length} attacks held`,
  ]
  return { summary: `${database}: ${facts.join(', ')}`, problems }
}

/** So many are named; of the others their number is enough. */
const named = 20

const first = (/** @type {string[]} */ list) => (list.length > named ? [...list.slice(0, named), `and ${list.length - named} more`] : list)

/** Makes temporary files elsewhere meanwhile. @template T @param {string} folder @param {() => Promise<T>} make */
async function within(folder, make) {
  const usual = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    return await make()
  } finally {
    if (usual === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = usual
  }
}
