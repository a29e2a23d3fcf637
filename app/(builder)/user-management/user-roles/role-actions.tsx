'use client'

import { Copy, Ellipsis, Eye, Pencil, Trash2 } from 'lucide-react'
import { MenuTrigger } from 'react-aria-components'
import { IconButton } from '@/components/icon-button'
import { Menu, MenuItem } from '@/components/menu'
import type { RoleInUse } from '@/lib/roles/list'
import { mayChange, type Viewer } from './viewer'

/** What can be done to one role; each opens its own dialog. */
export type RoleAction = 'details' | 'edit' | 'clone' | 'delete'

type RoleActionsProps = { role: RoleInUse; viewer: Viewer; onAction: (action: RoleAction, role: RoleInUse) => void }

/** The menu "Actions for {name}" of a row; only what the viewer may do to this role. */
export function RoleActions({ role, viewer, onAction }: RoleActionsProps) {
  const isChangeable = mayChange(viewer, role)
  return (
    <MenuTrigger>
      <IconButton aria-label={`Actions for ${role.name}`} data-actions-for={role.id}>
        <Ellipsis aria-hidden className="size-4" />
      </IconButton>
      <Menu>
        <MenuItem icon={<Eye aria-hidden />} label="Details" onAction={() => onAction('details', role)} />
        {isChangeable && <MenuItem icon={<Pencil aria-hidden />} label="Edit" onAction={() => onAction('edit', role)} />}
        {viewer.mayWrite && <MenuItem icon={<Copy aria-hidden />} label="Clone" onAction={() => onAction('clone', role)} />}
        {isChangeable && <MenuItem icon={<Trash2 aria-hidden />} label="Delete" tone="danger" onAction={() => onAction('delete', role)} />}
      </Menu>
    </MenuTrigger>
  )
}
