import { settingLimits } from '@/lib/settings/limits'
import type { SettingKey, Settings } from '@/lib/settings/schema'
import { settingWords } from './setting-words'

/** The form while it is being filled in: every setting as it is typed. */
export type Draft = Record<SettingKey, string>

/** Settings as text to edit; no limit is an empty field. */
export function draftOf(settings: Settings): Draft {
  const text = (key: SettingKey) => String(settings[key] ?? '')
  return {
    idleSessionTimeoutMinutes: text('idleSessionTimeoutMinutes'),
    maxCredentialLifetimeDays: text('maxCredentialLifetimeDays'),
    activityRetentionDays: text('activityRetentionDays'),
  }
}

/** The settings of `draft` that differ from `settings`. */
export function editedKeys(draft: Draft, settings: Settings): SettingKey[] {
  const stored = draftOf(settings)
  return settingWords.map(({ key }) => key).filter((key) => draft[key].trim() !== stored[key])
}

/** What is typed as a value, or what is wrong with it. */
export function readSetting(key: SettingKey, text: string): { ok: true; value: number | null } | { ok: false; error: string } {
  const { min, max } = settingLimits[key]
  const isOptional = key === 'maxCredentialLifetimeDays'
  const typed = text.trim()
  if (isOptional && typed === '') return { ok: true, value: null }
  const value = /^\d{1,6}$/.test(typed) ? Number(typed) : Number.NaN
  if (value >= min && value <= max) return { ok: true, value }
  const unit = settingWords.find((words) => words.key === key)?.unit
  return { ok: false, error: `Enter whole ${unit} from ${min} to ${max}${isOptional ? ', or nothing for no limit' : ''}.` }
}

/** The edited settings whose values are right, to be asked about or saved. */
export function patchOf(draft: Draft, settings: Settings): Partial<Settings> {
  const read = editedKeys(draft, settings).map((key) => [key, readSetting(key, draft[key])] as const)
  return Object.fromEntries(read.flatMap(([key, result]) => (result.ok ? [[key, result.value]] : [])))
}
