'use client'

import { Plus } from 'lucide-react'
import { useCallback, useState } from 'react'
import { Button } from '@/components/button'
import { PageHeader } from '@/components/page-header'
import type { RoleInUse } from '@/lib/roles/list'
import { actionsAfter, useReturnFocus } from '../application-credentials/use-return-focus'
import { DeleteRoleDialog } from './delete-role-dialog'
import { EditRoleDialog } from './edit-role-dialog'
import { NewRoleDialog } from './new-role-dialog'
import type { RoleAction } from './role-actions'
import { RoleDetails } from './role-details'
import { RolesList } from './roles-list'
import type { Viewer } from './viewer'

type RolesScreenProps = { roles: RoleInUse[]; viewer: Viewer }

// Holds the role as it was when its dialog opened, so that the dialog outlives the row, and which row comes next.
type Opened = { action: 'new' } | { action: RoleAction; role: RoleInUse; next: string | undefined }

/** The roles, and whichever dialog is open over them. */
export function RolesScreen({ roles, viewer }: RolesScreenProps) {
  const [opened, setOpened] = useState<Opened | null>(null)
  const returnFocusTo = useReturnFocus(opened !== null, false)
  const open = useCallback((action: RoleAction, role: RoleInUse) => {
    setOpened({ action, role, next: actionsAfter(role.id) })
  }, [])
  function close(focus: string | undefined) {
    returnFocusTo(focus)
    setOpened(null)
  }
  return (
    <>
      <PageHeader title="User Roles" note="Roles and the access options they carry.">
        {viewer.mayWrite && (
          <Button tone="primary" onPress={() => setOpened({ action: 'new' })} data-new-entry="">
            <Plus aria-hidden className="size-4" />
            New role
          </Button>
        )}
      </PageHeader>
      <RolesList roles={roles} viewer={viewer} onAction={open} />
      {opened?.action === 'new' && <NewRoleDialog viewer={viewer} onClose={() => close(undefined)} />}
      {opened?.action === 'clone' && <NewRoleDialog original={opened.role} viewer={viewer} onClose={() => close(opened.role.id)} />}
      {opened?.action === 'edit' && <EditRoleDialog role={opened.role} viewer={viewer} onClose={() => close(opened.role.id)} />}
      {opened?.action === 'details' && <RoleDetails role={opened.role} viewer={viewer} onClose={() => close(opened.role.id)} />}
      {opened?.action === 'delete' && (
        <DeleteRoleDialog role={opened.role} viewer={viewer} onCancel={() => close(opened.role.id)} onDeleted={() => close(opened.next)} />
      )}
    </>
  )
}
