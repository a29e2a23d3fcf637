import { purgeActivity } from '@/lib/activity/purge'
import { agreeWithinSeconds, clockSkewSeconds } from '@/lib/db/clock-skew'
import { correctFailedAttempts } from '@/lib/failed-attempts/correct'
import { purgeFailedAttempts } from '@/lib/failed-attempts/purge'
import { log } from '@/lib/log'
import { createNotices } from '@/lib/notices/create'
import { purgeNotices } from '@/lib/notices/purge'
import { sendNotices } from '@/lib/notices/send'
import { correctLastUses } from '@/lib/sessions/correct-last-uses'
import { markIdle } from '@/lib/sessions/mark-idle'
import { purgeDeadSessions } from '@/lib/sessions/purge'

const everyMs = 60_000
// What ends or forgets something for good is left alone while nobody knows what time it is.
const whenClocksAgree = [purgeDeadSessions, markIdle, purgeActivity, purgeFailedAttempts, purgeNotices]
// The last one may wait for a mail server.
const byAnyClock = [correctLastUses, correctFailedAttempts, createNotices, sendNotices]

/**
 * Once a minute: puts right what a clock set back has left, marks what has idled out, forgets what nobody needs any more, and tells owners
 * of credentials that are about to expire. While this process's clock and the database's disagree nothing is marked or forgotten. The
 * function returned stops that, and resolves when the step under way is done.
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
  const clocksAgree = await clockSkewSeconds().then((skew) => Math.abs(skew) <= agreeWithinSeconds, warn('comparing clocks'))
  for (const chore of [...(clocksAgree ? whenClocksAgree : []), ...byAnyClock]) {
    // One that fails must not keep the others from their work.
    await chore(new Date(), signal).catch(warn(chore.name))
  }
}

function warn(what: string) {
  return (error: unknown) => log().warn({ error: String(error) }, `${what} failed`)
}
