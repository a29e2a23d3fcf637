import { countForgotten } from '@/lib/activity/retention'
import { type Exceeding, exceedingCredentials } from '@/lib/credentials/exceeding'
import { countUnusedSessions, type Unused } from '@/lib/sessions/count-unused'
import { countUnusedSignIns } from '@/lib/sign-in/count-unused'
import { mostForgotten } from './limits'
import type { Settings } from './schema'

/** What some settings would do at this moment, and to whom. */
export type SettingsEffects = {
  /** Live now, and unused for at least the timeout. */
  sessions: Unused
  signIns: Unused
  /** Credentials that outlive the maximum lifetime; null when there is none. */
  exceeding: Exceeding | null
  /** Calls older than the retention time; at `mostForgotten` counting stops. */
  forgottenCalls: number
}

/**
 * What `settings` would do if they were in force at `now`. Names up to `mostNamed` credentials that outlive the maximum lifetime: 0
 * for people who may not see what others have. Changes nothing.
 */
export async function settingsEffects(settings: Settings, mostNamed: number, now: Date): Promise<SettingsEffects> {
  const { idleSessionTimeoutMinutes, maxCredentialLifetimeDays, activityRetentionDays } = settings
  const unusedSince = new Date(now.getTime() - idleSessionTimeoutMinutes * 60_000)
  const [sessions, signIns, exceeding, forgottenCalls] = await Promise.all([
    countUnusedSessions(unusedSince, now),
    countUnusedSignIns(unusedSince, now),
    maxCredentialLifetimeDays === null ? null : exceedingCredentials(maxCredentialLifetimeDays, mostNamed, now),
    countForgotten(activityRetentionDays, mostForgotten, now),
  ])
  return { sessions, signIns, exceeding, forgottenCalls }
}
