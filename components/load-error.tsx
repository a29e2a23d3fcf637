'use client'

import { Button } from './button'
import { InlineAlert } from './inline-alert'

/** A page's data could not be loaded: says so, offers Retry and the id under which the server logged it. */
export function LoadError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : undefined
  return (
    <div className="grid max-w-lg justify-items-start gap-4">
      <h1 className="font-semibold text-xl">This page could not be shown</h1>
      <InlineAlert>
        <p>Something went wrong on the server. Nothing was changed.</p>
        {digest && <p className="mt-1">Request id: {digest}</p>}
      </InlineAlert>
      <Button tone="primary" onPress={retry}>
        Retry
      </Button>
    </div>
  )
}
