'use client'

import { useState } from 'react'
import { announce } from '@/components/announcer'
import { DialogBody } from '@/components/dialog'
import { FormDialog } from '@/components/form-dialog'
import { Note } from '@/components/note'
import { RadioGroup, RadioOption } from '@/components/radio-group'
import { useFocusOnErrors } from '@/components/use-focus-on-errors'
import { useSingleFlight } from '@/components/use-single-flight'
import { fieldErrors } from '@/lib/field-errors'
import { featureWords } from '@/lib/roles/features'
import type { RoleInUse } from '@/lib/roles/list'
import { newRole, type RoleKind } from '@/lib/roles/schema'
import { goToSignIn } from '../../go-to-sign-in'
import { createRoleAction } from './actions'
import { type FormErrors, formErrors } from './form-errors'
import { type RoleDraft, RoleFields } from './role-fields'
import { ownFeatures, type Viewer } from './viewer'

type NewRoleDialogProps = { original?: RoleInUse; viewer: Viewer; onClose: () => void }

/** "New role", or "Clone role": a custom role that starts with what another carries, as far as the viewer has it themselves. */
export function NewRoleDialog({ original, viewer, onClose }: NewRoleDialogProps) {
  const [start] = useState(() => startingWith(original, viewer))
  const [kind, setKind] = useState<RoleKind>(original?.kind ?? 'OPERATIONAL')
  const [draft, setDraft] = useState<RoleDraft>(start)
  const [errors, setErrors] = useState<FormErrors>({})
  const form = useFocusOnErrors(errors)
  const leftOut = original?.features.filter((feature) => !start.features.includes(feature)) ?? []
  const [create, isPending] = useSingleFlight(async () => {
    const parsed = newRole.safeParse({ kind, ...draft })
    if (!parsed.success) return setErrors(fieldErrors(parsed.error))
    setErrors({})
    const result = await createRoleAction(parsed.data).catch(() => null)
    if (!result) return setErrors({ form: 'The server did not answer. Look at the list before you try again: it may have been created.' })
    if (result.ok) {
      announce(`${parsed.data.name} created`)
      return onClose()
    }
    if (result.reason === 'signed-out') return goToSignIn()
    setErrors(formErrors(result))
  })
  function choose(chosen: RoleKind) {
    setKind(chosen)
    setDraft({ ...draft, features: [] })
  }
  return (
    <FormDialog
      title={original ? `Clone ${original.name}` : 'New role'}
      submitLabel="Create role"
      form={form}
      error={errors.form}
      isPending={isPending}
      isDirty={JSON.stringify(draft) !== JSON.stringify(start)}
      onSubmit={create}
      onClose={onClose}
    >
      <DialogBody>
        {leftOut.length > 0 && (
          <Note tone="warning">Left out, because you do not have it yourself: {featureWords(leftOut).join(', ')}.</Note>
        )}
        {!original && (
          <RadioGroup label="Kind" value={kind} onChange={(value) => choose(value as RoleKind)} isInline>
            <RadioOption value="OPERATIONAL" label="Operational" />
            <RadioOption value="BUILDER" label="Builder" />
          </RadioGroup>
        )}
        <RoleFields
          kind={kind}
          draft={draft}
          errors={errors}
          viewer={viewer}
          onChange={(changed) => {
            setDraft({ ...draft, ...changed })
            setErrors({})
          }}
        />
      </DialogBody>
    </FormDialog>
  )
}

function startingWith(original: RoleInUse | undefined, viewer: Viewer): RoleDraft {
  if (!original) return { name: '', description: '', features: [] }
  const own = ownFeatures(viewer)
  // Cut between two characters, not within one.
  const name = `Copy of ${original.name}`.slice(0, 60).replace(/\p{Surrogate}$/u, '')
  return { name, description: original.description, features: original.features.filter((feature) => own.has(feature)) }
}
