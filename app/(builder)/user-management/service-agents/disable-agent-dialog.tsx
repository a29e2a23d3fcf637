'use client'

import { useEffect, useState } from 'react'
import { AlertDialog } from '@/components/alert-dialog'
import { announce } from '@/components/announcer'
import { useSingleFlight } from '@/components/use-single-flight'
import type { UserDetails } from '@/lib/users/details'
import { goToSignIn } from '../../go-to-sign-in'
import { disableServiceAgentAction, previewDisableAction } from './actions'
import { disableText } from './effect-text'
import { switchError } from './switch-error'

/** Asks before a service agent is disabled, and says what that ends. */
export function DisableAgentDialog({ agent, onClose }: { agent: UserDetails; onClose: () => void }) {
  const [effect, setEffect] = useState<string>()
  const [error, setError] = useState<string>()
  useEffect(() => {
    let isCurrent = true
    previewDisableAction(agent.id)
      .catch(() => null)
      .then((preview) => {
        if (isCurrent) setEffect(preview?.ok ? disableText(agent.name, preview.effect) : 'What this ends could not be found out.')
      })
    return () => {
      isCurrent = false
    }
  }, [agent])
  const [disable, isPending] = useSingleFlight(async () => {
    setError(undefined)
    const result = await disableServiceAgentAction(agent.id).catch(() => null)
    if (result && !result.ok && result.reason === 'signed-out') return goToSignIn()
    if (!result?.ok) return setError(switchError(result))
    announce(`${agent.name} disabled`)
    onClose()
  })
  return (
    <AlertDialog
      title="Disable service agent"
      confirmLabel="Disable"
      isPending={isPending}
      isWaiting={effect === undefined}
      error={error}
      onCancel={onClose}
      onConfirm={disable}
    >
      <p>
        <strong className="wrap-anywhere font-semibold text-ink">{agent.name}</strong> can neither sign in nor act through programs until
        somebody enables them again.
      </p>
      <p aria-live="polite" className="wrap-anywhere">
        {effect ?? 'Finding out what this ends…'}
      </p>
    </AlertDialog>
  )
}
