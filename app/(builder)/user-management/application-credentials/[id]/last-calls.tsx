import { CircleCheck, CircleX } from 'lucide-react'
import { RelativeTime } from '@/components/relative-time'
import type { ActivitySummary, LastCall } from '@/lib/activity/summary'
import { reasonText } from './reason-text'

type LastCallsProps = { activity: ActivitySummary; timeZone: string; now: Date }

/** The last call that went well and the last that did not, with why. */
export function LastCalls({ activity, ...clock }: LastCallsProps) {
  return (
    <dl className="grid gap-x-8 gap-y-3 rounded-lg border border-line bg-surface p-4 sm:grid-cols-2">
      <div>
        <dt className="flex items-center gap-1.5 font-medium">
          <CircleCheck aria-hidden className="size-4 text-ok" />
          Last success
        </dt>
        <dd className="mt-0.5 pl-5.5">
          <CallFact call={activity.lastSuccess} {...clock} />
        </dd>
      </div>
      <div>
        <dt className="flex items-center gap-1.5 font-medium">
          <CircleX aria-hidden className="size-4 text-danger" />
          Last failure
        </dt>
        <dd className="mt-0.5 pl-5.5">
          <CallFact call={activity.lastRefusal} {...clock} />
        </dd>
      </div>
    </dl>
  )
}

function CallFact({ call, timeZone, now }: { call: LastCall | null; timeZone: string; now: Date }) {
  if (!call) return <span className="text-muted">None</span>
  return (
    <>
      <RelativeTime instant={call.at} now={now} timeZone={timeZone} />
      {call.reason && <>: {reasonText(call.reason)}</>}
      <span className="wrap-anywhere block text-muted">
        {call.method} {call.path}, {call.status}
        {call.ip && `, from ${call.ip}`}
      </span>
    </>
  )
}
