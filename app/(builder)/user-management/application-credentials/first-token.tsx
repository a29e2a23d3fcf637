'use client'

import { CircleCheck, CircleDashed, LoaderCircle } from 'lucide-react'
import { useFirstToken } from './use-first-token'

const shown = {
  waiting: { icon: LoaderCircle, style: 'animate-spin', text: 'Waiting for the first token…' },
  received: { icon: CircleCheck, style: 'text-ok', text: 'Received: the first token has been issued.' },
  'given-up': { icon: CircleDashed, style: '', text: 'No token yet. The list will show when the credential is used.' },
}

/** Tells that the program someone is setting up meanwhile has got its first token. */
export function FirstToken({ clientId }: { clientId: string }) {
  const { icon: Icon, style, text } = shown[useFirstToken(clientId)]
  return (
    <p role="status" className="flex items-center gap-2 text-muted">
      <Icon aria-hidden className={`size-4 shrink-0 ${style}`} />
      {text}
    </p>
  )
}
