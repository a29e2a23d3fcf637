'use client'

import { useState } from 'react'
import { announce } from '@/components/announcer'
import { Button } from '@/components/button'
import { Form } from '@/components/form'
import { InlineAlert } from '@/components/inline-alert'
import { useFocusOnErrors } from '@/components/use-focus-on-errors'
import { useSingleFlight } from '@/components/use-single-flight'
import { featureLabels } from '@/lib/roles/features'
import type { SettingsEffects } from '@/lib/settings/effects'
import type { SettingKey, Settings } from '@/lib/settings/schema'
import { goToSignIn } from '../../go-to-sign-in'
import { type Saved, saveSettingsAction } from './actions'
import { ChangedMeanwhile } from './changed-meanwhile'
import { type Draft, draftOf, editedKeys, patchOf, readSetting } from './draft'
import { effectOf } from './effect-text'
import { ExceedingCredentials } from './exceeding-credentials'
import { LeaveAlert } from './leave-alert'
import { SettingField } from './setting-field'
import { settingName, settingWords } from './setting-words'
import { useEffects } from './use-effects'

type SettingsFormProps = { settings: Settings; effects: SettingsEffects; timeZone: string }

type Conflict = Extract<Saved, { reason: 'changed-meanwhile' }> & { at: Date }

/** The settings for people who may change them: each says while it is typed what it would do. */
export function SettingsForm({ settings, effects, timeZone }: SettingsFormProps) {
  const [inForce, setInForce] = useState({ settings, effects })
  const [draft, setDraft] = useState(() => draftOf(settings))
  const [errors, setErrors] = useState<Partial<Record<SettingKey | 'form', string>>>({})
  const form = useFocusOnErrors(errors)
  const [conflict, setConflict] = useState<Conflict>()
  const [isLeaving, setLeaving] = useState(false)
  const edited = editedKeys(draft, inForce.settings)
  const patch = patchOf(draft, inForce.settings)
  const known = useEffects(inForce.settings, patch, inForce.effects)
  const [save, isPending] = useSingleFlight(async () => {
    const wrong = edited.flatMap((key) => {
      const read = readSetting(key, draft[key])
      return read.ok ? [] : [[key, read.error] as const]
    })
    setErrors(Object.fromEntries(wrong))
    if (wrong.length > 0) return
    const result = await saveSettingsAction({ patch, openedWith: inForce.settings }).catch(() => null)
    if (!result) return setErrors({ form: 'The server did not answer. Try again.' })
    if (result.ok) return show(result.settings, result.effects, 'Settings saved')
    if (result.reason === 'changed-meanwhile') {
      setConflict({ ...result, at: new Date() })
      // From here on what is there now is known: saving again is on purpose.
      return setInForce({ ...inForce, settings: result.settings })
    }
    if (result.reason === 'signed-out') {
      setLeaving(true)
      return goToSignIn()
    }
    setErrors({ form: refusals[result.reason] })
  })
  function show(next: Settings, does: SettingsEffects, said: string) {
    setInForce({ settings: next, effects: does })
    setDraft(draftOf(next))
    setErrors({})
    setConflict(undefined)
    announce(said)
  }

  function change(changed: Partial<Draft>) {
    setDraft({ ...draft, ...changed })
    setErrors(Object.fromEntries(Object.entries(errors).filter(([key]) => !(key in changed) && key !== 'form')))
  }

  return (
    <Form
      ref={form}
      aria-label="General Settings"
      className="divide-y divide-line rounded-lg border border-line bg-surface"
      onSubmit={save}
    >
      {settingWords.map((words) => {
        const { key, hint } = words
        const read = readSetting(key, draft[key])
        return (
          <SettingField
            key={key}
            name={settingName(words)}
            hint={hint}
            value={draft[key]}
            onChange={(text) => change({ [key]: text })}
            error={errors[key]}
            isOptional={key === 'maxCredentialLifetimeDays'}
            isEdited={edited.includes(key)}
            effect={
              read.ok
                ? effectOf(key, known.settings[key], inForce.settings, known.effects)
                : { text: 'What it does is shown here once the value is right.', isHarsh: false }
            }
          >
            {key === 'maxCredentialLifetimeDays' && read.ok && <ExceedingCredentials exceeding={known.effects.exceeding} />}
          </SettingField>
        )
      })}
      {(errors.form || conflict) && (
        <div className="px-5 py-4">
          {errors.form && <InlineAlert>{errors.form}</InlineAlert>}
          {conflict && (
            <ChangedMeanwhile
              {...conflict}
              timeZone={timeZone}
              onTake={() => show(conflict.settings, inForce.effects, 'Their values are shown')}
            />
          )}
        </div>
      )}
      <div className="flex flex-wrap items-center justify-end gap-2 px-5 py-3">
        <p className="mr-auto text-muted">{edited.length > 0 ? 'You have unsaved changes.' : ''}</p>
        <Button isDisabled={edited.length === 0 || isPending} onPress={() => show(inForce.settings, inForce.effects, 'Changes undone')}>
          Undo changes
        </Button>
        <Button type="submit" tone="primary" isPending={isPending}>
          Save changes
        </Button>
      </div>
      <LeaveAlert isAtRisk={edited.length > 0 && !isLeaving} />
    </Form>
  )
}

const refusals = {
  invalid: 'The server did not accept these values.',
  forbidden: `Your roles no longer carry the access option “${featureLabels['settings:write']}”. Nothing was saved.`,
}
