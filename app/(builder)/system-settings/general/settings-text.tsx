import { Note } from '@/components/note'
import { featureLabels } from '@/lib/roles/features'
import type { SettingsEffects } from '@/lib/settings/effects'
import type { Settings } from '@/lib/settings/schema'
import { counted, effectOf } from './effect-text'
import { ExceedingCredentials } from './exceeding-credentials'
import { settingWords } from './setting-words'

/** The settings for people who may see but not change them, and why they may not. */
export function SettingsText({ settings, effects }: { settings: Settings; effects: SettingsEffects }) {
  return (
    <>
      <Note>
        You can see these settings, but not change them. That takes the access option “{featureLabels['settings:write']}” (
        <code className="font-mono text-[0.8125rem]">settings:write</code>), which none of your roles carries. Ask somebody who manages
        Service Agents for a Builder role that does.
      </Note>
      <dl className="mt-5 divide-y divide-line rounded-lg border border-line bg-surface">
        {settingWords.map(({ key, label, unit, hint }) => (
          <div key={key} className="grid gap-1 px-5 py-4">
            <dt className="font-medium">{label}</dt>
            <dd className="grid gap-1">
              <span className="text-base tabular-nums">
                {settings[key] === null ? 'No limit' : counted(settings[key], unit.slice(0, -1))}
              </span>
              <span>{effectOf(key, settings[key], settings, effects).text}</span>
              {key === 'maxCredentialLifetimeDays' && <ExceedingCredentials exceeding={effects.exceeding} />}
              <span className="text-[0.8125rem] text-muted">{hint}</span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
