'use server'

import { revalidatePath } from 'next/cache'
import type { z } from 'zod'
import type { MeanwhileChange } from '@/lib/settings/changed-meanwhile'
import { type SettingsEffects, settingsEffects } from '@/lib/settings/effects'
import { type Settings, settingsForm, settingsPatch } from '@/lib/settings/schema'
import { changeSettingsSeen, readSettings } from '@/lib/settings/settings'
import { type NotPermitted, permittedUser } from '@/lib/sign-in/current-user'
import { mostNamed } from './most-named'

type Invalid = { ok: false; reason: 'invalid' }

/** While somebody types: what these values would do if they were saved now. What is left out, or wrong, counts as it is. */
export async function previewSettingsAction(input: unknown): Promise<{ ok: true; effects: SettingsEffects } | Invalid | NotPermitted> {
  const permitted = await permittedUser('settings:read')
  if (!permitted.ok) return permitted
  const parsed = settingsPatch.safeParse(input)
  if (!parsed.success) return { ok: false, reason: 'invalid' }
  const settings = { ...(await readSettings()), ...onlyDefined(parsed.data) }
  return { ok: true, effects: await settingsEffects(settings, mostNamed(permitted.user.features), new Date()) }
}

/** What "Save changes" answers. */
export type Saved =
  | { ok: true; settings: Settings; effects: SettingsEffects }
  | { ok: false; reason: 'changed-meanwhile'; settings: Settings; changes: MeanwhileChange[] }
  | Invalid
  | NotPermitted

/** "Save changes": changes the settings that were edited, unless somebody else has changed one of them meanwhile. */
export async function saveSettingsAction(input: unknown): Promise<Saved> {
  const permitted = await permittedUser('settings:write')
  if (!permitted.ok) return permitted
  const parsed = settingsForm.safeParse(input)
  if (!parsed.success) return { ok: false, reason: 'invalid' }
  const now = new Date()
  const result = await changeSettingsSeen(permitted.user, parsed.data.patch, parsed.data.openedWith, now)
  if (!result.ok) return result
  // They decide what other pages offer, too.
  revalidatePath('/', 'layout')
  return { ...result, effects: await settingsEffects(result.settings, mostNamed(permitted.user.features), now) }
}

function onlyDefined(patch: z.infer<typeof settingsPatch>): Partial<Settings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
}
