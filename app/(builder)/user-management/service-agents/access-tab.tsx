'use client'

import { CheckboxGroup, CheckboxOption } from '@/components/checkbox-group'
import { Disclosure } from '@/components/disclosure'
import { lacksBeside } from '@/lib/roles/authority'
import type { AgentDraft } from './agent-draft'
import type { FormErrors } from './form-errors'
import type { OfferedRole } from './offered-role'
import { optionWords } from './option-words'
import type { Viewer } from './viewer'

type AccessTabProps = {
  draft: AgentDraft
  errors: FormErrors
  roles: OfferedRole[]
  viewer: Viewer
  onChange: (changed: Partial<AgentDraft>) => void
}

/** "Access": the Operational and Builder roles a service agent holds, and what each allows. */
export function AccessTab({ draft, errors, roles, viewer, onChange }: AccessTabProps) {
  const field = (kind: 'Operational' | 'Builder', error: string | undefined) => {
    const offered = roles.filter((role) => role.kind === kind.toUpperCase())
    const others = draft.roleIds.filter((id) => !offered.some((role) => role.id === id))
    return (
      <RolesField
        kind={kind}
        roles={offered}
        value={draft.roleIds.filter((id) => !others.includes(id))}
        viewer={viewer}
        error={error}
        onChange={(chosen) => onChange({ roleIds: [...others, ...chosen] })}
      />
    )
  }
  return (
    <>
      {field('Operational', errors.operationalRoles)}
      {field('Builder', errors.builderRoles)}
    </>
  )
}

type RolesFieldProps = {
  kind: 'Operational' | 'Builder'
  roles: OfferedRole[]
  value: string[]
  viewer: Viewer
  error: string | undefined
  onChange: (roleIds: string[]) => void
}

function RolesField({ kind, roles, value, viewer, error, onChange }: RolesFieldProps) {
  const lacks = lacksBeside(viewer.features)
  return (
    <div className="grid content-start gap-2">
      <CheckboxGroup label={`${kind} roles`} value={value} onChange={onChange} isRequired={kind === 'Operational'} error={error}>
        {roles.map(({ id, name, description, features }) => {
          const missing = lacks(features)
          return (
            <CheckboxOption
              key={id}
              value={id}
              label={name}
              description={missing.length > 0 ? `Carries access options you lack: ${optionWords(missing)}.` : description}
              isDisabled={missing.length > 0}
            />
          )
        })}
      </CheckboxGroup>
      <Disclosure label={`What ${kind} roles allow`}>
        <dl className="grid gap-2 rounded-md bg-sunken px-3 py-2.5">
          {roles.map(({ id, name, features }) => (
            <div key={id}>
              <dt className="font-medium">{name}</dt>
              <dd className="text-muted">{optionWords(features) || 'Nothing'}</dd>
            </div>
          ))}
        </dl>
      </Disclosure>
    </div>
  )
}
