import { z } from 'zod'
import { settingLimits } from './limits'

const whole = ({ min, max }: { min: number; max: number }) => z.int().min(min).max(max)

/** All settings at once, within their ranges. */
export const settingsValues = z.strictObject({
  idleSessionTimeoutMinutes: whole(settingLimits.idleSessionTimeoutMinutes),
  // How many days from today a new or moved expiry date may lie ahead; null: any number.
  maxCredentialLifetimeDays: whole(settingLimits.maxCredentialLifetimeDays).nullable(),
  activityRetentionDays: whole(settingLimits.activityRetentionDays),
})

/** General Settings as people know them. */
export type Settings = z.infer<typeof settingsValues>

/** The name of a setting. */
export type SettingKey = keyof Settings

/** A change of General Settings; what is left out stays. Anything unknown is refused. */
export const settingsPatch = settingsValues.partial()

/** What the screen "General Settings" sends: what is to change, and all settings as they were when it was filled in. */
export const settingsForm = z.strictObject({
  patch: settingsPatch,
  openedWith: z.strictObject({
    idleSessionTimeoutMinutes: z.number(),
    maxCredentialLifetimeDays: z.number().nullable(),
    activityRetentionDays: z.number(),
  }),
})
