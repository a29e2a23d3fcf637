'use client'

import { useState } from 'react'
import { announce } from '@/components/announcer'
import { useSingleFlight } from '@/components/use-single-flight'
import { fieldErrors } from '@/lib/field-errors'
import type { UserDetails } from '@/lib/users/details'
import { userChangeInput } from '@/lib/users/schema'
import { goToSignIn } from '../../go-to-sign-in'
import { changeServiceAgentAction } from './actions'
import { type AgentDraft, differing, draftOf, inputOf, rebased } from './agent-draft'
import { AgentForm } from './agent-form'
import { ConflictNote } from './conflict-note'
import { chooseOperational, type FormErrors, formErrors, invalidFields } from './form-errors'
import type { OfferedRole } from './offered-role'
import { OwnPasswordTab } from './own-password-tab'
import { PasswordTab } from './password-tab'
import { RoleChangeNote } from './role-change-note'
import { useErrors } from './use-errors'
import type { Viewer } from './viewer'

type EditAgentDialogProps = { agent: UserDetails; roles: OfferedRole[]; viewer: Viewer; onClose: () => void }

/**
 * "Edit": sends only what was changed. When somebody else saved first, what is there now is shown and everything typed
 * stays; saving again puts it on top.
 */
export function EditAgentDialog({ agent, roles, viewer, onClose }: EditAgentDialogProps) {
  // What the form started from: the agent as listed, or as it was found after somebody else's change.
  const [base, setBase] = useState(agent)
  const [conflict, setConflict] = useState<{ before: UserDetails; changedBy: string | null }>()
  const [draft, setDraft] = useState(() => draftOf(agent))
  const [verdict, setErrors, forget] = useErrors()
  const changed = differing(draft, draftOf(base))
  const isSelf = agent.id === viewer.id
  const [save, isPending] = useSingleFlight(async () => {
    if (changed.length === 0) return onClose()
    const parsed = userChangeInput.safeParse({ ...inputOf(draft, changed), version: base.version })
    const found: FormErrors = parsed.success ? {} : invalidFields(fieldErrors(parsed.error))
    if (!roles.some((role) => role.kind === 'OPERATIONAL' && draft.roleIds.includes(role.id))) found.operationalRoles = chooseOperational
    if (!parsed.success || found.operationalRoles) return setErrors(found)
    setErrors({})
    const result = await changeServiceAgentAction(agent.id, parsed.data).catch(() => null)
    if (!result) return setErrors({ form: 'The server did not answer. Try again.' })
    if (!result.ok && result.reason === 'signed-out') return goToSignIn()
    if (!result.ok && result.reason === 'changed-meanwhile') {
      setConflict({ before: base, changedBy: result.changedBy })
      setDraft(rebased(draft, draftOf(base), draftOf(result.current)))
      return setBase(result.current)
    }
    if (!result.ok) return setErrors(formErrors(result, roles))
    // That ended the sign-in of whoever did it.
    if (isSelf && parsed.data.roleIds) return goToSignIn()
    announce(`${parsed.data.name ?? base.name} saved`)
    onClose()
  })
  function change(fields: Partial<AgentDraft>) {
    setDraft({ ...draft, ...fields })
    forget(fields)
  }
  function takeTheirs() {
    setDraft(draftOf(base))
    setConflict(undefined)
    setErrors({})
  }
  return (
    <AgentForm
      title={`Edit ${agent.name}`}
      saveLabel="Save changes"
      draft={draft}
      verdict={verdict}
      roles={roles}
      viewer={viewer}
      isTouched={changed.length > 0}
      isPending={isPending}
      notice={conflict && <ConflictNote {...conflict} now={base} mine={changed} roles={roles} onTakeTheirs={takeTheirs} />}
      effect={<RoleChangeNote agent={base} roleIds={draft.roleIds} isChanged={changed.includes('roleIds')} isSelf={isSelf} />}
      passwordTab={
        isSelf ? (
          <OwnPasswordTab />
        ) : (
          <PasswordTab
            value={draft.password}
            error={verdict.errors.password}
            onChange={(password) => change({ password })}
            isRequired={false}
          />
        )
      }
      onChange={change}
      onSave={save}
      onClose={onClose}
    />
  )
}
