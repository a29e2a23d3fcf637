'use client'

import { useState } from 'react'
import { AlertDialog } from '@/components/alert-dialog'
import { announce } from '@/components/announcer'
import { Button } from '@/components/button'
import { Dialog, DialogBody, DialogFooter } from '@/components/dialog'
import { Note } from '@/components/note'
import { useSingleFlight } from '@/components/use-single-flight'
import type { RoleInUse } from '@/lib/roles/list'
import { goToSignIn } from '../../go-to-sign-in'
import { deleteRoleAction } from './actions'
import { formErrors } from './form-errors'
import { whoIsAffected } from './role-effect'
import { RoleUse } from './role-use'
import type { Viewer } from './viewer'

type DeleteRoleDialogProps = { role: RoleInUse; viewer: Viewer; onCancel: () => void; onDeleted: () => void }

/** Asks before a role is deleted; one that is in use cannot be, and shows who holds it. One that is gone already counts as deleted. */
export function DeleteRoleDialog({ role, viewer, onCancel, onDeleted }: DeleteRoleDialogProps) {
  const [use, setUse] = useState({ people: role.people, credentials: role.credentials })
  const [error, setError] = useState<string>()
  const [remove, isPending] = useSingleFlight(async () => {
    setError(undefined)
    const result = await deleteRoleAction(role.id).catch(() => null)
    if (!result) return setError('The server did not answer. Try again.')
    if (result.ok || result.reason === 'not-found') {
      announce(`${role.name} deleted`)
      return onDeleted()
    }
    if (result.reason === 'signed-out') return goToSignIn()
    if (result.reason === 'in-use') return setUse(result)
    setError(formErrors(result).form)
  })
  const inUse = whoIsAffected(use)
  if (inUse) return <RoleInUseDialog role={{ ...role, ...use }} inUse={inUse} viewer={viewer} onClose={onCancel} />
  return (
    <AlertDialog title="Delete role" confirmLabel="Delete" isPending={isPending} error={error} onCancel={onCancel} onConfirm={remove}>
      <p>
        <strong className="wrap-anywhere font-semibold text-ink">{role.name}</strong> is deleted for good. Nobody holds it and no
        application credential is limited to it.
      </p>
    </AlertDialog>
  )
}

function RoleInUseDialog({ role, inUse, viewer, onClose }: { role: RoleInUse; inUse: string; viewer: Viewer; onClose: () => void }) {
  return (
    <Dialog title={`${role.name} is in use`} onDismiss={onClose}>
      <DialogBody>
        <Note tone="warning">
          It cannot be deleted while anybody depends on it: {inUse}. Give these people another role first; credentials limited to it have to
          be deleted by their owners.
        </Note>
        <RoleUse role={role} viewer={viewer} />
      </DialogBody>
      <DialogFooter>
        <Button autoFocus onPress={onClose}>
          Close
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
