import { CallLog } from './call-log'
import { CallsPerDay } from './calls-per-day'
import { CredentialFacts } from './credential-facts'
import { LastCalls } from './last-calls'
import { LiveSessions } from './live-sessions'
import type { Details } from './load-details'

/** All there is to know of one credential: what it is, how it was used, who is signed in with it. */
export function CredentialDetails({ credential, sessions, activity, calls, timeZone, now }: Details) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <CredentialFacts credential={credential} timeZone={timeZone} now={now} />
      <section aria-labelledby="activity-heading" className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <h2 id="activity-heading" className="font-semibold text-base">
          Activity
        </h2>
        <CallsPerDay days={activity.days} />
        <LastCalls activity={activity} timeZone={timeZone} now={now} />
      </section>
      <LiveSessions credential={{ id: credential.id, name: credential.name }} sessions={sessions} timeZone={timeZone} now={now} />
      <CallLog credentialId={credential.id} first={calls} unlisted={activity.unlisted} sessions={sessions} timeZone={timeZone} />
    </div>
  )
}
