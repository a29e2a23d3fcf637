'use client'

import { useState } from 'react'
import { AlertDialog } from '@/components/alert-dialog'
import { announce } from '@/components/announcer'
import { useSingleFlight } from '@/components/use-single-flight'
import type { UserDetails } from '@/lib/users/details'
import { goToSignIn } from '../../go-to-sign-in'
import { enableServiceAgentAction } from './actions'
import { switchError } from './switch-error'

/** Asks before a service agent is enabled again. */
export function EnableAgentDialog({ agent, onClose }: { agent: UserDetails; onClose: () => void }) {
  const [error, setError] = useState<string>()
  const [enable, isPending] = useSingleFlight(async () => {
    setError(undefined)
    const result = await enableServiceAgentAction(agent.id).catch(() => null)
    if (result && !result.ok && result.reason === 'signed-out') return goToSignIn()
    if (!result?.ok) return setError(switchError(result))
    announce(`${agent.name} enabled`)
    onClose()
  })
  return (
    <AlertDialog
      title="Enable service agent"
      confirmLabel="Enable"
      tone="primary"
      isPending={isPending}
      error={error}
      onCancel={onClose}
      onConfirm={enable}
    >
      <p>
        <strong className="wrap-anywhere font-semibold text-ink">{agent.name}</strong> can sign in again, and programs with their
        credentials can get new tokens. What ended when they were disabled stays ended.
      </p>
    </AlertDialog>
  )
}
