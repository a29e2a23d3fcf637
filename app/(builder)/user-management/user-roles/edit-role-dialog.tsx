'use client'

import { useState } from 'react'
import { announce } from '@/components/announcer'
import { DialogBody } from '@/components/dialog'
import { FormDialog } from '@/components/form-dialog'
import { useFocusOnErrors } from '@/components/use-focus-on-errors'
import { useSingleFlight } from '@/components/use-single-flight'
import { fieldErrors } from '@/lib/field-errors'
import type { RoleInUse } from '@/lib/roles/list'
import { rolePatch } from '@/lib/roles/schema'
import { goToSignIn } from '../../go-to-sign-in'
import { updateRoleAction } from './actions'
import { ChangedMeanwhile } from './changed-meanwhile'
import { type FormErrors, formErrors } from './form-errors'
import { ownLoss, roleEffect, whoIsAffected } from './role-effect'
import { type RoleDraft, RoleFields } from './role-fields'
import type { Viewer } from './viewer'

type EditRoleDialogProps = { role: RoleInUse; viewer: Viewer; onClose: () => void }

/** "Edit": a custom role's name, description and access options, with what saving them does now and to whom. */
export function EditRoleDialog({ role, viewer, onClose }: EditRoleDialogProps) {
  // What is stored, as far as is known: another editor's save replaces it, never what was typed here.
  const [stored, setStored] = useState(role)
  const [changedBy, setChangedBy] = useState<string | null>()
  const [draft, setDraft] = useState<RoleDraft>(draftOf(role))
  const [errors, setErrors] = useState<FormErrors>({})
  const form = useFocusOnErrors(errors)
  const effect = roleEffect(stored, draft.features)
  const tone = whoIsAffected(stored) ? 'bg-warn-soft text-warn' : 'bg-sunken text-muted'
  const loss = ownLoss(viewer, stored, draft.features)
  const [save, isPending] = useSingleFlight(async () => {
    const parsed = rolePatch.safeParse({ ...draft, version: stored.version })
    if (!parsed.success) return setErrors(fieldErrors(parsed.error))
    setErrors({})
    const result = await updateRoleAction(role.id, parsed.data).catch(() => null)
    if (!result) return setErrors({ form: 'The server did not answer. Try again.' })
    if (result.ok) {
      announce(`${parsed.data.name} saved`)
      return onClose()
    }
    if (result.reason === 'signed-out') return goToSignIn()
    if (result.reason !== 'changed-meanwhile') return setErrors(formErrors(result))
    setStored(result.current)
    setChangedBy(result.by)
  })
  function change(changed: Partial<RoleDraft>) {
    setDraft({ ...draft, ...changed })
    setErrors({})
  }
  return (
    <FormDialog
      title={`Edit ${role.name}`}
      submitLabel={changedBy === undefined ? 'Save changes' : 'Save mine over it'}
      form={form}
      error={errors.form}
      isPending={isPending}
      isDirty={!isSame(draft, draftOf(stored))}
      onSubmit={save}
      onClose={onClose}
      summary={
        <div aria-live="polite" className={effect ? `grid gap-1 border-line border-t px-5 py-2.5 ${tone}` : 'sr-only'}>
          {effect && <p>{effect}</p>}
          {loss && <p className="font-semibold">{loss}</p>}
        </div>
      }
    >
      <DialogBody>
        {changedBy !== undefined && (
          <ChangedMeanwhile
            before={role}
            current={stored}
            by={changedBy}
            onTake={() => {
              change(draftOf(stored))
              setChangedBy(undefined)
              announce('Showing what is stored now')
            }}
          />
        )}
        <RoleFields kind={role.kind} draft={draft} errors={errors} viewer={viewer} onChange={change} />
      </DialogBody>
    </FormDialog>
  )
}

function draftOf({ name, description, features }: RoleInUse): RoleDraft {
  return { name, description, features }
}

function isSame(a: RoleDraft, b: RoleDraft): boolean {
  return a.name === b.name && a.description === b.description && String([...a.features].sort()) === String([...b.features].sort())
}
