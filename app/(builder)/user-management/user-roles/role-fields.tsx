'use client'

import { CheckboxGroup, CheckboxOption } from '@/components/checkbox-group'
import { Note } from '@/components/note'
import { TextField } from '@/components/text-field'
import { byArea, featureLabels, featuresOfKind } from '@/lib/roles/features'
import type { RoleKind } from '@/lib/roles/schema'
import type { FormErrors } from './form-errors'
import { ownFeatures, type Viewer } from './viewer'

/** A role while its dialog is being filled in. */
export type RoleDraft = { name: string; description: string; features: string[] }

type RoleFieldsProps = {
  kind: RoleKind
  draft: RoleDraft
  errors: FormErrors
  viewer: Viewer
  onChange: (changed: Partial<RoleDraft>) => void
}

/** Name, description, and the access options of one kind, by area. */
export function RoleFields({ kind, draft, errors, viewer, onChange }: RoleFieldsProps) {
  const own = ownFeatures(viewer)
  const areas = byArea(featuresOfKind[kind])
  const isLimited = featuresOfKind[kind].some((feature) => !own.has(feature))
  return (
    <>
      <TextField
        label="Name"
        value={draft.name}
        onChange={(name) => onChange({ name })}
        error={errors.name}
        isRequired
        autoFocus
        autoComplete="off"
      />
      <TextField
        label="Description"
        hint="What people who hold it do, in a sentence."
        value={draft.description}
        onChange={(description) => onChange({ description })}
        error={errors.description}
        autoComplete="off"
      />
      <fieldset className="grid gap-2">
        <legend className="mb-2 font-medium">Access options</legend>
        {isLimited && <Note>You can only choose access options that you have yourself.</Note>}
        <div className={`grid items-start gap-x-4 gap-y-3 ${areas.length > 1 ? 'sm:grid-cols-2' : ''}`}>
          {areas.map(({ area, features }) => {
            const inArea = (feature: string) => features.some((known) => known === feature)
            return (
              <CheckboxGroup
                key={area}
                label={area}
                value={draft.features.filter(inArea)}
                onChange={(chosen) => onChange({ features: [...draft.features.filter((feature) => !inArea(feature)), ...chosen] })}
              >
                {features.map((feature) => (
                  <CheckboxOption
                    key={feature}
                    value={feature}
                    label={featureLabels[feature] ?? feature}
                    isDisabled={!own.has(feature)}
                    description={own.has(feature) ? undefined : 'You do not have it.'}
                  />
                ))}
              </CheckboxGroup>
            )
          })}
        </div>
      </fieldset>
    </>
  )
}
