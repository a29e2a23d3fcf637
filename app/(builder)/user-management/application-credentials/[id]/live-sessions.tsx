'use client'

import { LogOut } from 'lucide-react'
import { useRef, useState } from 'react'
import { AlertDialog } from '@/components/alert-dialog'
import { announce } from '@/components/announcer'
import { Button } from '@/components/button'
import { InlineAlert } from '@/components/inline-alert'
import { PlainTable } from '@/components/plain-table'
import { RelativeTime } from '@/components/relative-time'
import { useSingleFlight } from '@/components/use-single-flight'
import type { LiveSession } from '@/lib/sessions/list'
import { goToSignIn } from '../../../go-to-sign-in'
import { endAllSessionsAction, endSessionAction } from '../session-actions'

type LiveSessionsProps = { credential: { id: string; name: string }; sessions: LiveSession[]; timeZone: string; now: Date }

/** So many are listed; a program that never reuses its tokens may have a thousand. */
const shownAtMost = 100
const noAnswer = 'The server did not answer. Try again.'

/** "Live sessions": who holds a working token of this credential, each with "End session", and "End all sessions". */
export function LiveSessions({ credential, sessions, timeZone, now }: LiveSessionsProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const [error, setError] = useState<string>()
  const [isAsking, setAsking] = useState(false)

  async function ended(work: () => Promise<Awaited<ReturnType<typeof endAllSessionsAction | typeof endSessionAction>>>, done: string) {
    setError(undefined)
    const result = await work().catch(() => null)
    if (!result) return setError(noAnswer)
    if (!result.ok && result.reason === 'signed-out') return goToSignIn()
    const count = result.ok && 'ended' in result ? `${result.ended} ${result.ended === 1 ? 'session' : 'sessions'} ended` : done
    announce(result.ok ? count : 'It had already ended')
    setAsking(false)
    // The button pressed goes away with its session.
    setTimeout(() => heading.current?.focus())
  }
  const [end, isEnding] = useSingleFlight((session: LiveSession) =>
    ended(() => endSessionAction(credential.id, session.id), `Session ${session.tokenHint} ended`),
  )
  const [endAll, isEndingAll] = useSingleFlight(() => ended(() => endAllSessionsAction(credential.id), 'All sessions ended'))

  return (
    <section aria-labelledby="sessions-heading" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="sessions-heading" ref={heading} tabIndex={-1} className="font-semibold text-base">
          Live sessions{sessions.length > 0 && ` (${sessions.length})`}
        </h2>
        {sessions.length > 0 && (
          <Button size="small" onPress={() => setAsking(true)}>
            <LogOut aria-hidden className="size-4" />
            End all sessions
          </Button>
        )}
      </header>
      {error && !isAsking && <InlineAlert>{error}</InlineAlert>}
      {sessions.length === 0 ? (
        <p className="rounded-lg border border-line bg-surface p-4 text-muted">No program holds a working token at the moment.</p>
      ) : (
        <div className="@3xl:overflow-hidden sm:rounded-lg sm:border sm:border-line sm:bg-surface sm:max-md:p-3">
          <PlainTable
            caption="Live sessions, the last used first"
            rows={sessions.slice(0, shownAtMost)}
            rowId={(session) => session.id}
            columns={[
              { header: 'Token', kind: 'rowHeader', cell: (session) => <code className="font-mono">····{session.tokenHint}</code> },
              { header: 'Started', cell: (session) => <RelativeTime instant={session.issuedAt} now={now} timeZone={timeZone} /> },
              { header: 'Last used', cell: (session) => <RelativeTime instant={session.lastUsedAt} now={now} timeZone={timeZone} /> },
              { header: 'IP address', cell: (session) => session.ip ?? 'Unknown' },
              { header: 'Client', cell: (session) => <span className="wrap-anywhere">{session.userAgent ?? 'Unknown'}</span> },
              {
                header: 'End',
                kind: 'buttons',
                cell: (session) => (
                  <Button
                    size="small"
                    aria-label={`End session ${session.tokenHint}`}
                    isPending={isEnding || isEndingAll}
                    onPress={() => end(session)}
                  >
                    End session
                  </Button>
                ),
              },
            ]}
          />
        </div>
      )}
      {sessions.length > shownAtMost && (
        <p className="text-muted">
          The {shownAtMost} used last are shown, of {sessions.length}.
        </p>
      )}
      {isAsking && (
        <AlertDialog
          title="End all sessions"
          confirmLabel="End all sessions"
          isPending={isEndingAll}
          error={error}
          onCancel={() => setAsking(false)}
          onConfirm={endAll}
        >
          <p>
            Every token of <strong className="wrap-anywhere font-semibold text-ink">{credential.name}</strong> stops working at the next
            call. Its secret key stays as it is: programs that have it can get new tokens at once.
          </p>
        </AlertDialog>
      )}
    </section>
  )
}
