import type { SettingKey } from '@/lib/settings/schema'

/** What each setting is called, what it counts and what it is for; in the order of the screen. */
export const settingWords: { key: SettingKey; label: string; unit: 'minutes' | 'days'; hint: string }[] = [
  {
    key: 'idleSessionTimeoutMinutes',
    label: 'Idle Session Timeout',
    unit: 'minutes',
    hint: 'How long an access token or a sign-in lasts when it is not used; every use starts the time anew. From 1 to 1440 minutes.',
  },
  {
    key: 'maxCredentialLifetimeDays',
    label: 'Maximum credential lifetime',
    unit: 'days',
    hint: 'How many days ahead an expiry date may lie, for new and for edited dates. From 1 to 3650 days; empty for no limit.',
  },
  {
    key: 'activityRetentionDays',
    label: 'Activity retention',
    unit: 'days',
    hint: 'How long API calls and refused token requests are kept. From 1 to 3650 days.',
  },
]

/** A setting's full name, with its unit: "Activity retention in days". */
export const settingName = ({ label, unit }: { label: string; unit: string }) => `${label} in ${unit}`
