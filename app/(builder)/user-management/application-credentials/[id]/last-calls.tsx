import { CircleCheck, CircleX } from 'lucide-react'
import type { ReactNode } from 'react'
import { RelativeTime } from '@/components/relative-time'
import type { ActivitySummary, LastCall } from '@/lib/activity/summary'
import { reasonText } from './reason-text'

type LastCallsProps = { activity: ActivitySummary; timeZone: string; now: Date }

/** The last call that went well and the last that did not, with why. */
export function LastCalls({ activity, ...clock }: LastCallsProps) {
  return (
    <dl className="grid gap-x-8 gap-y-3 rounded-lg border border-line bg-surface p-4 sm:grid-cols-2">
      <CallFact icon={<CircleCheck aria-hidden className="size-4 text-ok" />} label="Last success" call={activity.lastSuccess} {...clock} />
      <CallFact icon={<CircleX aria-hidden className="size-4 text-danger" />} label="Last failure" call={activity.lastRefusal} {...clock} />
    </dl>
  )
}

type CallFactProps = { icon: ReactNode; label: string; call: LastCall | null; timeZone: string; now: Date }

function CallFact({ icon, label, call, timeZone, now }: CallFactProps) {
  return (
    <div>
      <dt className="flex items-center gap-1.5 font-medium">
        {icon}
        {label}
      </dt>
      <dd className="mt-0.5 pl-5.5">
        {call ? (
          <>
            <RelativeTime instant={call.at} now={now} timeZone={timeZone} />
            {call.reason && <>: {reasonText(call.reason)}</>}
            <span className="wrap-anywhere block text-muted">
              {call.method} {call.path}, {call.status}
              {call.ip && `, from ${call.ip}`}
            </span>
          </>
        ) : (
          <span className="text-muted">None</span>
        )}
      </dd>
    </div>
  )
}
