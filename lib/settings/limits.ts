/** The range of each setting, both ends included. */
export const settingLimits = {
  idleSessionTimeoutMinutes: { min: 1, max: 1440 },
  maxCredentialLifetimeDays: { min: 1, max: 3650 },
  activityRetentionDays: { min: 1, max: 3650 },
} as const

/** Beyond this many calls the exact number that would go is not worth the time it takes to count. */
export const mostForgotten = 100_000
