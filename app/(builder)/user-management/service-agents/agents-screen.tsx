'use client'

import { Plus } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { Button } from '@/components/button'
import { PageHeader } from '@/components/page-header'
import type { UserDetails } from '@/lib/users/details'
import { useReturnFocus } from '../application-credentials/use-return-focus'
import type { AgentAction } from './agent-actions'
import { AgentsList } from './agents-list'
import { DisableAgentDialog } from './disable-agent-dialog'
import { EditAgentDialog } from './edit-agent-dialog'
import { EnableAgentDialog } from './enable-agent-dialog'
import { NewAgentDialog } from './new-agent-dialog'
import type { OfferedRole } from './offered-role'
import type { Viewer } from './viewer'

type AgentsScreenProps = { agents: UserDetails[]; count: number; roles: OfferedRole[]; viewer: Viewer; now: string }

type Opened = { action: 'new' } | { action: AgentAction; agent: UserDetails }

/** The list, and whichever dialog is open over it. `now` is the server's clock, so that both renders say the same. */
export function AgentsScreen({ agents, count, roles, viewer, now }: AgentsScreenProps) {
  const [opened, setOpened] = useState<Opened | null>(null)
  const returnFocusTo = useReturnFocus(opened !== null, false)
  const listedAt = useMemo(() => new Date(now), [now])
  const open = useCallback((action: AgentAction, agent: UserDetails) => setOpened({ action, agent }), [])
  function close() {
    returnFocusTo(opened && 'agent' in opened ? opened.agent.id : undefined)
    setOpened(null)
  }
  return (
    <>
      <PageHeader title="Service Agents" note="People who work here and the roles they hold.">
        {viewer.canManage && (
          <Button tone="primary" onPress={() => setOpened({ action: 'new' })} data-new-entry="">
            <Plus aria-hidden className="size-4" />
            New service agent
          </Button>
        )}
      </PageHeader>
      <AgentsList agents={agents} count={count} viewer={viewer} now={listedAt} onAction={open} />
      {opened?.action === 'new' && <NewAgentDialog roles={roles} viewer={viewer} onClose={close} />}
      {opened?.action === 'edit' && <EditAgentDialog agent={opened.agent} roles={roles} viewer={viewer} onClose={close} />}
      {opened?.action === 'disable' && <DisableAgentDialog agent={opened.agent} onClose={close} />}
      {opened?.action === 'enable' && <EnableAgentDialog agent={opened.agent} onClose={close} />}
    </>
  )
}
