import { canWrite } from '@/lib/db/beat'
import { database } from '@/lib/db/client'
import { agreeWithinSeconds, clockSkewSeconds } from '@/lib/db/clock-skew'
import { hasRoom } from '@/lib/db/full-disk'
import { apiEndpoint, json } from './endpoint'

/** `GET /api/health/live`: 200 as long as this process answers. Whatever restarts servers asks here: a database that is away needs none. */
export const live = apiEndpoint({ GET: async () => json({ status: 'ok' }) })

/** Why nothing can be served yet, or any more; or by how much the clocks disagree. */
type Readiness = { reason: 'database' | 'no_users' } | { skewSeconds: number }

/**
 * `GET /api/health/ready`: 200 while requests can be served: the database commits, and the first users exist. Else 503 with
 * the reason. Clocks that disagree are named, in seconds by which this server's is ahead, and change nothing else.
 */
export const ready = apiEndpoint({ GET: answerReadiness })

/** `GET /api/health`: the same as {@link ready}. */
export const health = apiEndpoint({ GET: answerReadiness })

let underWay: Promise<Readiness> | undefined

async function answerReadiness(): Promise<Response> {
  // Strangers may ask, and each question costs a commit: all who ask at the same time get one answer.
  underWay ??= readiness().finally(() => {
    underWay = undefined
  })
  const known = await Promise.race([underWay, tooLate()])
  if ('reason' in known) return json({ status: 'unavailable', reason: known.reason }, 503, { 'retry-after': '5' })
  const { skewSeconds } = known
  return json({ status: 'ok', ...(Math.abs(skewSeconds) > agreeWithinSeconds && { clock_skew_seconds: skewSeconds }) })
}

/** Whoever asks gives up after five seconds, most of them; a database that says nothing for so long serves nobody. */
const longestMs = 4_000

const tooLate = () => new Promise<Readiness>((resolve) => setTimeout(() => resolve({ reason: 'database' }), longestMs).unref())

async function readiness(): Promise<Readiness> {
  try {
    // Where nothing can be written, changing no row at all is an error too, and the connection that says so is left.
    const { rows } = await database().pool.query<{ users: boolean }>(
      `WITH nothing AS (UPDATE settings SET id = id WHERE false) SELECT ${canWrite}, EXISTS (SELECT FROM users) AS users`,
    )
    if (!(await hasRoom())) return { reason: 'database' }
    return rows[0]?.users ? { skewSeconds: await clockSkewSeconds() } : { reason: 'no_users' }
  } catch {
    return { reason: 'database' }
  }
}
