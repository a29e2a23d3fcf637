'use client'

import { Button } from './button'
import { InlineAlert } from './inline-alert'

/** A page could not be loaded or drawn: says so, offers Retry and, if it was the server's, the id under which it logged why. */
export function LoadError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : undefined
  return (
    <div className="grid max-w-lg justify-items-start gap-4">
      <h1 className="font-semibold text-xl">This page could not be shown</h1>
      <InlineAlert>
        <p>Something went wrong {digest ? 'on the server' : 'in the browser'}. What was saved before stays saved.</p>
        {digest && <p className="mt-1">Request id: {digest}</p>}
      </InlineAlert>
      <Button tone="primary" onPress={retry}>
        Retry
      </Button>
    </div>
  )
}
