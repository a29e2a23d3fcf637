'use client'

import { useState } from 'react'
import { announce } from '@/components/announcer'
import { useSingleFlight } from '@/components/use-single-flight'
import { fieldErrors } from '@/lib/field-errors'
import { newUserInput } from '@/lib/users/schema'
import { goToSignIn } from '../../go-to-sign-in'
import { addServiceAgentAction } from './actions'
import { type AgentDraft, differing, draftOf, inputOf } from './agent-draft'
import { AgentForm } from './agent-form'
import { chooseOperational, type FormErrors, formErrors, invalidFields } from './form-errors'
import type { OfferedRole } from './offered-role'
import { PasswordTab } from './password-tab'
import { useErrors } from './use-errors'
import type { Viewer } from './viewer'

type NewAgentDialogProps = { roles: OfferedRole[]; viewer: Viewer; onClose: () => void }

const blank = draftOf()
const everyField = Object.keys(blank) as (keyof AgentDraft)[]

/** "New service agent": a person, their roles and a first password. */
export function NewAgentDialog({ roles, viewer, onClose }: NewAgentDialogProps) {
  const [draft, setDraft] = useState(blank)
  const [verdict, setErrors, forget] = useErrors()
  const [save, isPending] = useSingleFlight(async () => {
    const parsed = newUserInput.safeParse(inputOf(draft, everyField))
    const found: FormErrors = parsed.success ? {} : invalidFields(fieldErrors(parsed.error))
    if (!roles.some((role) => role.kind === 'OPERATIONAL' && draft.roleIds.includes(role.id))) found.operationalRoles = chooseOperational
    if (!parsed.success || found.operationalRoles) return setErrors(found)
    setErrors({})
    const result = await addServiceAgentAction(parsed.data).catch(() => null)
    if (!result) return setErrors({ form: 'The server did not answer. Look at the list before you try again: they may have been added.' })
    if (!result.ok && result.reason === 'signed-out') return goToSignIn()
    if (!result.ok) return setErrors(formErrors(result, roles))
    announce(`${parsed.data.name} added`)
    onClose()
  })
  function change(changed: Partial<AgentDraft>) {
    setDraft({ ...draft, ...changed })
    forget(changed)
  }
  return (
    <AgentForm
      title="New service agent"
      saveLabel="Add service agent"
      draft={draft}
      verdict={verdict}
      roles={roles}
      viewer={viewer}
      isTouched={differing(draft, blank).length > 0}
      isPending={isPending}
      passwordTab={
        <PasswordTab value={draft.password} error={verdict.errors.password} onChange={(password) => change({ password })} isRequired />
      }
      onChange={change}
      onSave={save}
      onClose={onClose}
    />
  )
}
