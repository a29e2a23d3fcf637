'use client'

import { useState } from 'react'
import { AlertDialog } from '@/components/alert-dialog'
import { announce } from '@/components/announcer'
import { useSingleFlight } from '@/components/use-single-flight'
import type { OverseenCredential } from '@/lib/credentials/oversee'
import { goToSignIn } from '../../go-to-sign-in'
import { type OversightAction, oversight, oversightProblem } from './oversight'

type OversightDialogProps = { action: OversightAction; credential: OverseenCredential; isMine: boolean; onClose: () => void }

/** Says what disabling, enabling or ending all sessions does to whom, then does it. */
export function OversightDialog({ action, credential, isMine, onClose }: OversightDialogProps) {
  const { title, confirmLabel, tone, effects, run, done } = oversight[action]
  const [error, setError] = useState<string>()
  const [confirm, isPending] = useSingleFlight(async () => {
    setError(undefined)
    const result = await run(credential.id).catch(() => null)
    if (!result) return setError('The server did not answer. Try again.')
    if (!result.ok && result.reason === 'signed-out') return goToSignIn()
    const problem = result.ok ? undefined : oversightProblem(result.reason)
    if (problem) return setError(problem)
    announce(result.ok ? done(credential.name, result.ended ?? 0) : 'It was so already')
    onClose()
  })
  return (
    <AlertDialog
      title={title}
      confirmLabel={confirmLabel}
      tone={tone}
      isPending={isPending}
      error={error}
      onCancel={onClose}
      onConfirm={confirm}
    >
      <p>
        <bdi className="wrap-anywhere font-semibold text-ink">{credential.name}</bdi> of{' '}
        <bdi className="wrap-anywhere font-semibold text-ink">{credential.owner.name}</bdi>
      </p>
      <ul className="grid list-disc gap-1 pl-5">
        {effects(credential, isMine).map((effect) => (
          <li key={effect}>{effect}</li>
        ))}
      </ul>
    </AlertDialog>
  )
}
