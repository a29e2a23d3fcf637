'use client'

import { TextField } from '@/components/text-field'
import type { HeldRole } from '@/lib/roles/held-roles'
import { ExpiryField } from './expiry-field'
import type { FormErrors } from './form-errors'
import { RoleField } from './role-field'

/** The popup while it is being filled in; role ids are '' or `noRole` where none is chosen. */
export type CredentialDraft = { name: string; expiresOn: string | null; operationalRoleId: string; builderRoleId: string }

type NewCredentialFieldsProps = {
  draft: CredentialDraft
  errors: FormErrors
  roles: HeldRole[]
  /** Today in the owner's time zone. */
  today: string
  /** The last expiry date General Settings allow; undefined while any is. */
  latest?: string
  timeZone: string
  onChange: (changed: Partial<CredentialDraft>) => void
}

/** Name, expiry and roles. */
export function NewCredentialFields({ draft, errors, roles, today, latest, timeZone, onChange }: NewCredentialFieldsProps) {
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
        latest={latest}
        timeZone={timeZone}
        error={errors.expiresOn}
      />
      <div className="grid gap-5 sm:grid-cols-2">
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
      </div>
    </>
  )
}
