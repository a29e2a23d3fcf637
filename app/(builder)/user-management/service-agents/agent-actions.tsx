'use client'

import { Ban, CircleCheck, Ellipsis, Lock, Pencil } from 'lucide-react'
import { MenuTrigger } from 'react-aria-components'
import { HintButton } from '@/components/hint-button'
import { IconButton } from '@/components/icon-button'
import { Menu, MenuItem } from '@/components/menu'
import { lacksBeside } from '@/lib/roles/authority'
import type { UserDetails } from '@/lib/users/details'
import { optionWords } from './option-words'
import type { Viewer } from './viewer'

/** What can be done to one service agent; each opens its own dialog. */
export type AgentAction = 'edit' | 'disable' | 'enable'

type AgentActionsProps = { agent: UserDetails; viewer: Viewer; onAction: (action: AgentAction, agent: UserDetails) => void }

/** The menu "Actions for {name}" of a row; for somebody with access options the viewer lacks, why there is none. */
export function AgentActions({ agent, viewer, onAction }: AgentActionsProps) {
  const missing = lacksBeside(viewer.features)(agent.roles.flatMap((role) => role.features))
  if (missing.length > 0) {
    return (
      <HintButton label={`Why ${agent.name} cannot be changed`} title="Out of your reach" icon={<Lock aria-hidden className="size-4" />}>
        <bdi>{agent.name}</bdi> holds access options you lack: {optionWords(missing)}. Only somebody who has them too can make changes here.
      </HintButton>
    )
  }
  const isSelf = agent.id === viewer.id
  return (
    <MenuTrigger>
      <IconButton aria-label={`Actions for ${agent.name}`} data-actions-for={agent.id}>
        <Ellipsis aria-hidden className="size-4" />
      </IconButton>
      <Menu disabledKeys={isSelf ? ['disable'] : []}>
        <MenuItem id="edit" icon={<Pencil aria-hidden />} label="Edit" onAction={() => onAction('edit', agent)} />
        {/* Keys, because an open menu's item cannot take another id when the agent is disabled meanwhile. */}
        {agent.disabledAt ? (
          <MenuItem key="enable" id="enable" icon={<CircleCheck aria-hidden />} label="Enable" onAction={() => onAction('enable', agent)} />
        ) : (
          <MenuItem
            key="disable"
            id="disable"
            icon={<Ban aria-hidden />}
            label="Disable"
            hint={isSelf ? 'not yourself' : undefined}
            tone={isSelf ? 'plain' : 'danger'}
            onAction={() => onAction('disable', agent)}
          />
        )}
      </Menu>
    </MenuTrigger>
  )
}
