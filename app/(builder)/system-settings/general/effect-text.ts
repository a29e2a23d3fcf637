import { dateWords } from '@/lib/notices/words'
import type { SettingsEffects } from '@/lib/settings/effects'
import { mostForgotten } from '@/lib/settings/limits'
import type { SettingKey, Settings } from '@/lib/settings/schema'

const number = new Intl.NumberFormat('en-GB')

/** `1 session`, `12 sessions`, `12,345 calls`. */
export function counted(count: number, one: string): string {
  return `${number.format(count)} ${count === 1 ? one : `${one}s`}`
}

/** One sentence or two on what a value does; a harsh one ends, deletes or restricts something that exists. */
export type Effect = { text: string; isHarsh: boolean }

/** What `value` (null: no limit), for which `effects` were asked, would do at this moment and to whom; `inForce` is what holds now. */
export function effectOf(key: SettingKey, value: number | null, inForce: Settings, effects: SettingsEffects): Effect {
  if (key === 'maxCredentialLifetimeDays') return lifetimeEffect(value, effects)
  if (key === 'activityRetentionDays') return retentionEffect(value ?? 0, effects)
  return idleEffect(value ?? 0, inForce.idleSessionTimeoutMinutes, effects)
}

function idleEffect(minutes: number, minutesInForce: number, { sessions, signIns }: SettingsEffects): Effect {
  const duration = counted(minutes, 'minute')
  const unused = sessions.unused + signIns.unused
  if (minutes < minutesInForce && unused > 0) {
    const parts = [share(sessions, 'live session'), share(signIns, 'sign-in')].filter((part) => part !== '')
    const text = `Ends ${parts.join(' and ')} that ${unused === 1 ? 'has' : 'have'} been unused for ${duration} or longer.`
    return { text, isHarsh: true }
  }
  const now = `${sessions.live === 1 ? 'There is' : 'There are'} ${counted(sessions.live, 'live session')} and ${counted(signIns.live, 'sign-in')} now.`
  if (minutes === minutesInForce)
    return { text: `Every session and every sign-in ends when it is unused for ${duration}. ${now}`, isHarsh: false }
  if (minutes > minutesInForce) return { text: `Ends nothing: they may be unused for up to ${duration}. ${now}`, isHarsh: false }
  return { text: `Ends nothing at once: all have been used in the last ${duration}. ${now}`, isHarsh: false }
}

function share({ unused, live }: { unused: number; live: number }, one: string): string {
  if (unused === 0) return ''
  return unused === live ? counted(live, one) : `${number.format(unused)} of ${counted(live, one)}`
}

function lifetimeEffect(days: number | null, { exceeding }: SettingsEffects): Effect {
  if (days === null) return { text: 'No limit: people choose any expiry date.', isHarsh: false }
  if (!exceeding?.lastExpiresOn) {
    return { text: `No existing credential expires later than ${counted(days, 'day')} from today.`, isHarsh: false }
  }
  const until = dateWords(exceeding.lastExpiresOn)
  const text =
    exceeding.count === 1
      ? `1 existing credential expires later than that. It keeps working until ${until}; its owner cannot extend it.`
      : `${counted(exceeding.count, 'existing credential')} expire later than that. They keep working, the last until ${until}; their owners cannot extend them.`
  return { text, isHarsh: true }
}

function retentionEffect(days: number, { forgottenCalls }: SettingsEffects): Effect {
  const older = `Calls older than ${counted(days, 'day')} are deleted within a minute or so`
  if (forgottenCalls === 0) return { text: `${older}; there are none now.`, isHarsh: false }
  const calls = counted(forgottenCalls, 'call')
  return { text: `${older}: ${forgottenCalls >= mostForgotten ? `at least ${calls}` : calls}.`, isHarsh: true }
}
