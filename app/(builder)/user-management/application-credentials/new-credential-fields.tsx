'use client'

import { useState } from 'react'
import { TextField } from '@/components/text-field'
import { todayIn } from '@/lib/credentials/expiry'
import type { HeldRole } from '@/lib/roles/held-roles'
import { AccessSummary } from './access-summary'
import { ExpiryField } from './expiry-field'
import type { FormErrors } from './form-errors'
import { RoleField } from './role-field'

/** The popup while it is being filled in; role ids are '' or `noRole` where none is chosen. */
export type CredentialDraft = { name: string; expiresOn: string | null; operationalRoleId: string; builderRoleId: string }

type NewCredentialFieldsProps = {
  draft: CredentialDraft
  errors: FormErrors
  roles: HeldRole[]
  timeZone: string
  onChange: (changed: Partial<CredentialDraft>) => void
}

/** Name, expiry, roles, and the sentence that sums them up. */
export function NewCredentialFields({ draft, errors, roles, timeZone, onChange }: NewCredentialFieldsProps) {
  const [today] = useState(() => todayIn(timeZone, new Date()))
  const chosen = roles.filter((role) => role.id === draft.operationalRoleId || role.id === draft.builderRoleId)
  const expiresOn = draft.expiresOn !== null && draft.expiresOn >= today ? draft.expiresOn : null
  return (
    <>
      <TextField
        label="Name"
        hint="What uses it, for example “Nightly report”."
        value={draft.name}
        onChange={(name) => onChange({ name })}
        error={errors.name}
        isRequired
        autoFocus
        autoComplete="off"
      />
      <ExpiryField
        value={draft.expiresOn}
        onChange={(date) => onChange({ expiresOn: date })}
        today={today}
        timeZone={timeZone}
        error={errors.expiresOn}
      />
      <RoleField
        kind="Operational"
        roles={roles.filter((role) => role.kind === 'OPERATIONAL')}
        value={draft.operationalRoleId}
        onChange={(operationalRoleId) => onChange({ operationalRoleId })}
        error={errors.operationalRoleId}
      />
      <RoleField
        kind="Builder"
        roles={roles.filter((role) => role.kind === 'BUILDER')}
        value={draft.builderRoleId}
        onChange={(builderRoleId) => onChange({ builderRoleId })}
        error={errors.builderRoleId}
        isOptional
      />
      <AccessSummary roles={chosen.map((role) => role.name)} expiresOn={expiresOn} timeZone={timeZone} />
    </>
  )
}
