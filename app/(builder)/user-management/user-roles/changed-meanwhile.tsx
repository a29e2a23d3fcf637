'use client'

import { Button } from '@/components/button'
import { InlineAlert } from '@/components/inline-alert'
import { featureWords } from '@/lib/roles/features'
import type { RoleInUse } from '@/lib/roles/list'

type ChangedMeanwhileProps = {
  /** The role as this dialog was opened with it. */
  before: RoleInUse
  current: RoleInUse
  /** Who made the last change, if that is known. */
  by: string | null
  onTake: () => void
}

/** Tells that somebody else saved the role in between, and what is there now; what was typed here stays until it is given up. */
export function ChangedMeanwhile({ before, current, by, onTake }: ChangedMeanwhileProps) {
  const facts = [
    current.name !== before.name && { label: 'Name', value: current.name },
    current.description !== before.description && { label: 'Description', value: current.description || '–' },
    String(current.features) !== String(before.features) && {
      label: 'Access options',
      value: featureWords(current.features).join(', ') || 'None',
    },
  ].filter((fact) => fact !== false)
  return (
    <InlineAlert>
      <div className="grid justify-items-start gap-2">
        <p>
          {by ?? 'Somebody else'} changed this role while you were editing it. Nothing of yours was saved, and nothing you typed is lost.
          {facts.length > 0 && ' It is now:'}
        </p>
        {facts.length > 0 && (
          <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
            {facts.map(({ label, value }) => (
              <div key={label} className="contents">
                <dt>{label}</dt>
                <dd className="wrap-anywhere font-medium">{value}</dd>
              </div>
            ))}
          </dl>
        )}
        <Button size="small" onPress={onTake}>
          Discard mine and show theirs
        </Button>
      </div>
    </InlineAlert>
  )
}
