'use client'

import { Button } from '@/components/button'
import { InlineAlert } from '@/components/inline-alert'
import { RelativeTime } from '@/components/relative-time'
import type { MeanwhileChange } from '@/lib/settings/changed-meanwhile'
import type { Settings } from '@/lib/settings/schema'
import { counted } from './effect-text'
import { settingWords } from './setting-words'

type ChangedMeanwhileProps = { changes: MeanwhileChange[]; settings: Settings; at: Date; timeZone: string; onTake: () => void }

/** Says who changed what while the form was open. What was typed is kept: saving again overwrites, "Take theirs" gives in. */
export function ChangedMeanwhile({ changes, settings, at, timeZone, onTake }: ChangedMeanwhileProps) {
  return (
    <InlineAlert>
      <p className="font-medium">Nothing was saved: somebody else has changed these settings since you opened them.</p>
      <ul className="my-1.5 list-disc pl-5">
        {changes.map(({ setting, by, at: changedAt }) => (
          <li key={setting}>
            {by ?? 'Somebody'} set {settingWords.find(({ key }) => key === setting)?.label} to {valueWords(setting, settings)}
            {changedAt && (
              <>
                {' '}
                (<RelativeTime instant={changedAt} now={at} timeZone={timeZone} />)
              </>
            )}
            .
          </li>
        ))}
      </ul>
      <p className="mb-2.5">What you entered is still here. Save again to overwrite theirs.</p>
      <Button size="small" onPress={onTake}>
        Take theirs
      </Button>
    </InlineAlert>
  )
}

/** A setting's value in words: "20 minutes", "no limit". */
function valueWords(key: MeanwhileChange['setting'], settings: Settings): string {
  const value = settings[key]
  const unit = key === 'idleSessionTimeoutMinutes' ? 'minute' : 'day'
  return value === null ? 'no limit' : counted(value, unit)
}
