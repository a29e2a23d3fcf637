'use client'

import { ChartColumn, Ellipsis, KeyRound, Pencil, Trash2 } from 'lucide-react'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { MenuTrigger } from 'react-aria-components'
import { IconButton } from '@/components/icon-button'
import { Menu, MenuItem } from '@/components/menu'
import type { CredentialSummary } from '@/lib/credentials/list'
import { regenerateTitle } from './regenerate-secret-dialog'

/** What can be done to one credential; each opens its own dialog. */
export type CredentialAction = 'edit' | 'regenerate' | 'delete'

type CredentialActionsProps = { credential: CredentialSummary; onAction: (action: CredentialAction, credential: CredentialSummary) => void }

/** The menu "Actions for {name}" of a row: its details, which are a page, and the dialogs. */
export function CredentialActions({ credential, onAction }: CredentialActionsProps) {
  const router = useRouter()
  // The list behind the panel keeps its own part of the address.
  const openDetails = () => router.push(`/user-management/application-credentials/${credential.id}${location.search}` as Route)
  return (
    <MenuTrigger>
      <IconButton aria-label={`Actions for ${credential.name}`} data-actions-for={credential.id}>
        <Ellipsis aria-hidden className="size-4" />
      </IconButton>
      <Menu>
        <MenuItem icon={<ChartColumn aria-hidden />} label="Details and activity" onAction={openDetails} />
        <MenuItem icon={<Pencil aria-hidden />} label="Edit" onAction={() => onAction('edit', credential)} />
        <MenuItem icon={<KeyRound aria-hidden />} label={regenerateTitle} onAction={() => onAction('regenerate', credential)} />
        <MenuItem icon={<Trash2 aria-hidden />} label="Delete" tone="danger" onAction={() => onAction('delete', credential)} />
      </Menu>
    </MenuTrigger>
  )
}
