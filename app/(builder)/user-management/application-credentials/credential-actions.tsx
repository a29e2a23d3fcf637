'use client'

import { Ellipsis, KeyRound, Pencil, Trash2 } from 'lucide-react'
import { MenuTrigger } from 'react-aria-components'
import { IconButton } from '@/components/icon-button'
import { Menu, MenuItem } from '@/components/menu'
import type { CredentialSummary } from '@/lib/credentials/list'
import { regenerateTitle } from './regenerate-secret-dialog'

/** What can be done to one credential; each opens its own dialog. */
export type CredentialAction = 'edit' | 'regenerate' | 'delete'

type CredentialActionsProps = { credential: CredentialSummary; onAction: (action: CredentialAction, credential: CredentialSummary) => void }

/** The menu "Actions for {name}" of a row. */
export function CredentialActions({ credential, onAction }: CredentialActionsProps) {
  return (
    <MenuTrigger>
      <IconButton aria-label={`Actions for ${credential.name}`} data-actions-for={credential.id}>
        <Ellipsis aria-hidden className="size-4" />
      </IconButton>
      <Menu>
        <MenuItem icon={<Pencil aria-hidden />} label="Edit" onAction={() => onAction('edit', credential)} />
        <MenuItem icon={<KeyRound aria-hidden />} label={regenerateTitle} onAction={() => onAction('regenerate', credential)} />
        <MenuItem icon={<Trash2 aria-hidden />} label="Delete" tone="danger" onAction={() => onAction('delete', credential)} />
      </Menu>
    </MenuTrigger>
  )
}
