import { useEffect, useState } from 'react'
import type { SettingsEffects } from '@/lib/settings/effects'
import type { Settings } from '@/lib/settings/schema'
import { previewSettingsAction } from './actions'

const pauseMs = 300

/** Settings, and what they would do. */
export type KnownEffects = { settings: Settings; effects: SettingsEffects }

/**
 * What `settings` with `patch` would do, asked of the server once the typing pauses. Until the first answer to a change, and when
 * the server does not answer, what was known before.
 */
export function useEffects(settings: Settings, patch: Partial<Settings>, known: SettingsEffects): KnownEffects {
  const [answered, setAnswered] = useState<KnownEffects>()
  const asked = JSON.stringify({ ...settings, ...patch })
  const isUnchanged = Object.keys(patch).length === 0
  useEffect(() => {
    if (isUnchanged) return
    let isWanted = true
    const timer = setTimeout(async () => {
      const wanted: Settings = JSON.parse(asked)
      const result = await previewSettingsAction(wanted).catch(() => null)
      if (isWanted && result?.ok) setAnswered({ settings: wanted, effects: result.effects })
    }, pauseMs)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [asked, isUnchanged])
  return isUnchanged || !answered ? { settings, effects: known } : answered
}
