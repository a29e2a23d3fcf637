import { purgeActivity } from '@/lib/activity/purge'
import { purgeFailedAttempts } from '@/lib/failed-attempts/purge'
import { log } from '@/lib/log'
import { createNotices } from '@/lib/notices/create'
import { purgeNotices } from '@/lib/notices/purge'
import { sendNotices } from '@/lib/notices/send'
import { purgeDeadSessions } from '@/lib/sessions/purge'

const everyMs = 60_000
// The last one may wait for a mail server.
const chores = [purgeDeadSessions, purgeActivity, purgeFailedAttempts, createNotices, purgeNotices, sendNotices]

/**
 * Once a minute: forgets what nobody needs any more, and tells owners of credentials that are about to expire. The function returned stops that, and resolves
 * when the step under way is done.
 */
export function startHousekeeping(): () => Promise<void> {
  const stopping = new AbortController()
  let round: Promise<void> | undefined
  const timer = setInterval(() => {
    // A long round, after the retention time was shortened, is not joined by another one.
    round ??= clean(stopping.signal).finally(() => {
      round = undefined
    })
  }, everyMs)
  return async () => {
    clearInterval(timer)
    stopping.abort()
    await round
  }
}

async function clean(signal: AbortSignal) {
  for (const chore of chores) {
    // One that fails must not keep the others from their work.
    await chore(new Date(), signal).catch((error) => log().warn({ error: String(error) }, `${chore.name} failed`))
  }
}
