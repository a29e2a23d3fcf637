'use client'

import { Ban, CircleCheck, Ellipsis, LogOut } from 'lucide-react'
import { MenuTrigger } from 'react-aria-components'
import { IconButton } from '@/components/icon-button'
import { Menu, MenuItem } from '@/components/menu'
import type { OverseenCredential } from '@/lib/credentials/oversee'
import type { OversightAction } from './oversight'

type InventoryActionsProps = { credential: OverseenCredential; onAction: (action: OversightAction, credential: OverseenCredential) => void }

/** The menu "Actions for {name} of {owner}": people may give theirs the same names. */
export function InventoryActions({ credential, onAction }: InventoryActionsProps) {
  const act = (action: OversightAction) => () => onAction(action, credential)
  return (
    <MenuTrigger>
      <IconButton aria-label={`Actions for ${credential.name} of ${credential.owner.name}`} data-actions-for={credential.id}>
        <Ellipsis aria-hidden className="size-4" />
      </IconButton>
      <Menu>
        {credential.disabledAt ? (
          <MenuItem icon={<CircleCheck aria-hidden />} label="Enable" onAction={act('enable')} />
        ) : (
          <MenuItem icon={<Ban aria-hidden />} label="Disable" tone="danger" onAction={act('disable')} />
        )}
        <MenuItem icon={<LogOut aria-hidden />} label="End all sessions" onAction={act('end-sessions')} />
      </Menu>
    </MenuTrigger>
  )
}
