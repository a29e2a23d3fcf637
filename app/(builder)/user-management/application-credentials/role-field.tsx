'use client'

import { Disclosure } from '@/components/disclosure'
import { RadioGroup, RadioOption } from '@/components/radio-group'
import { featureLabels } from '@/lib/roles/features'
import type { HeldRole } from '@/lib/roles/held-roles'

/** The value of "None", where a role is optional. */
export const noRole = 'none'

type RoleFieldProps = {
  kind: 'Operational' | 'Builder'
  roles: HeldRole[]
  value: string
  onChange: (roleId: string) => void
  isOptional?: boolean
  error?: string
}

/** "Operational role" or "Builder role": one of those the person holds, and what each allows. */
export function RoleField({ kind, roles, value, onChange, isOptional = false, error }: RoleFieldProps) {
  return (
    <div className="grid content-start gap-2">
      <RadioGroup label={`${kind} role`} value={value} onChange={onChange} isRequired={!isOptional} error={error}>
        {isOptional && <RadioOption value={noRole} label="None" description="No access to Builder’s own functions." />}
        {roles.map(({ id, name, description }) => (
          <RadioOption key={id} value={id} label={name} description={description} />
        ))}
        {!isOptional && roles.length === 0 && (
          <p className="px-3 py-2 text-muted">You hold no {kind} role. Ask an administrator for one.</p>
        )}
      </RadioGroup>
      {roles.length > 0 && (
        <Disclosure label={`What ${kind} roles allow`}>
          <dl className="grid gap-2 rounded-md bg-sunken px-3 py-2.5">
            {roles.map(({ id, name, features }) => (
              <div key={id}>
                <dt className="font-medium">{name}</dt>
                <dd className="text-muted">{features.map((feature) => featureLabels[feature] ?? feature).join(' · ') || 'Nothing'}</dd>
              </div>
            ))}
          </dl>
        </Disclosure>
      )}
    </div>
  )
}
