'use client'

import { useState } from 'react'
import { RelativeTime } from '@/components/relative-time'
import type { KnownUsage } from './use-credential-usage'

/** What a credential is used for, before something is done that its programs would feel. */
export function UsageFacts({ usage, timeZone }: { usage: KnownUsage; timeZone: string }) {
  const [now] = useState(() => new Date())
  if (usage === 'unknown') return <p className="text-muted">How it is used could not be found out.</p>
  const known = usage === 'loading' ? undefined : usage
  const lastUsed = known?.lastUsedAt ? <RelativeTime instant={known.lastUsedAt} now={now} timeZone={timeZone} /> : 'Never'
  return (
    <dl
      aria-live="polite"
      aria-busy={!known}
      className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 rounded-md bg-sunken px-3 py-2.5 tabular-nums"
    >
      <Fact name="Last used" value={known && lastUsed} />
      <Fact name="Live sessions" value={known && count(known.liveSessions)} />
      <Fact name="Calls in the last 7 days" value={known && count(known.calls) + (known.hasMoreCalls ? ' or more' : '')} />
    </dl>
  )
}

function Fact({ name, value }: { name: string; value: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="text-right font-medium">{value ?? '…'}</dd>
    </>
  )
}

const count = (n: number) => new Intl.NumberFormat('en-GB').format(n)
