import { log } from '@/lib/log'
import { onePerProcess } from './batch'
import { database } from './client'

/** So many seconds apart the clocks of this process and of the database still agree. */
export const agreeWithinSeconds = 5

const logEveryMs = 60_000

const state = onePerProcess('clock-skew', () => ({ loggedAt: Number.NEGATIVE_INFINITY }))

/**
 * By how many seconds this process's clock is ahead of the database's; negative where it is behind. The answer is taken to have been
 * given halfway between question and arrival. More than {@link agreeWithinSeconds} is logged as an error, once a minute at most.
 * Rejects when the database cannot be asked.
 */
export async function clockSkewSeconds(): Promise<number> {
  const { pool, embedded } = database()
  // It runs in this process, by this process's clock.
  if (embedded) return 0
  const client = await pool.connect()
  try {
    // Not before there is a connection: making one takes longer than the question.
    const askedAt = performance.now()
    const { rows } = await client.query<{ seconds: number }>("SELECT date_part('epoch', clock_timestamp()) AS seconds")
    const halfwayMs = Date.now() - (performance.now() - askedAt) / 2
    const skew = Math.round(halfwayMs - Number(rows[0]?.seconds) * 1000) / 1000
    tellOfDisagreement(skew)
    return skew
  } finally {
    client.release()
  }
}

function tellOfDisagreement(skew: number) {
  if (Math.abs(skew) <= agreeWithinSeconds || performance.now() - state.loggedAt < logEveryMs) return
  state.loggedAt = performance.now()
  log().error({ clock_skew_seconds: skew }, 'the clocks of this server and of its database disagree: set one of them right')
}
