'use client'

import { useMemo } from 'react'
import { SelectField } from '@/components/select-field'
import { TextField } from '@/components/text-field'
import type { AgentDraft } from './agent-draft'
import type { FormErrors } from './form-errors'

type GeneralTabProps = { draft: AgentDraft; errors: FormErrors; onChange: (changed: Partial<AgentDraft>) => void }

/** "General": name, e-mail address, time zone. */
export function GeneralTab({ draft, errors, onChange }: GeneralTabProps) {
  const { timeZone } = draft
  const zones = useMemo(
    () => [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', ...(timeZone ? [timeZone] : [])])].sort(),
    [timeZone],
  )
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
        label="E-mail"
        type="email"
        hint="They sign in with it."
        value={draft.email}
        onChange={(email) => onChange({ email })}
        error={errors.email}
        isRequired
        autoComplete="off"
        spellCheck="false"
      />
      <SelectField
        label="Time zone"
        value={timeZone}
        onChange={(zone) => onChange({ timeZone: zone })}
        options={[
          { value: '', label: 'As their browser says at the first sign-in' },
          ...zones.map((zone) => ({ value: zone, label: zone })),
        ]}
      />
    </>
  )
}
