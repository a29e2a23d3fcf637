import { SelectField } from '@/components/select-field'
import type { CallFilter } from '@/lib/activity/call-filter'
import type { LoggedCall } from '@/lib/activity/list-calls'
import type { LiveSession } from '@/lib/sessions/list'

type CallFiltersProps = { filter: CallFilter; calls: LoggedCall[]; sessions: LiveSession[]; onChange: (filter: CallFilter) => void }

const all = { value: '', label: 'All' }
const results = [all, { value: 'successful', label: 'Successful' }, { value: 'refused', label: 'Refused' }]
const methods = [all, ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((method) => ({ value: method, label: method }))]
const periods = [
  all,
  { value: 'hour', label: 'Last hour' },
  { value: 'day', label: 'Last 24 hours' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'month', label: 'Last 30 days' },
]

/** What narrows the call log: result, method, session, period. */
export function CallFilters({ filter, calls, sessions, onChange }: CallFiltersProps) {
  // The options hold only what the filter's schema knows; the server asks it again.
  const change = (part: Partial<Record<keyof CallFilter, string>>) => {
    const entries = Object.entries({ ...filter, ...part }).filter(([, value]) => value)
    onChange(Object.fromEntries(entries) as CallFilter)
  }
  return (
    <fieldset className="grid grid-cols-2 gap-3 sm:grid-cols-4">
      <legend className="sr-only">Filters</legend>
      <SelectField label="Result" value={filter.result ?? ''} options={results} onChange={(result) => change({ result })} />
      <SelectField label="Method" value={filter.method ?? ''} options={methods} onChange={(method) => change({ method })} />
      <SelectField
        label="Session"
        value={filter.session ?? ''}
        options={sessionOptions(filter, calls, sessions)}
        onChange={(session) => change({ session })}
      />
      <SelectField label="Period" value={filter.period ?? ''} options={periods} onChange={(period) => change({ period })} />
    </fieldset>
  )
}

/** Live sessions, and those that made the calls shown. */
function sessionOptions({ session }: CallFilter, calls: LoggedCall[], sessions: LiveSession[]) {
  const hints = new Map(sessions.map(({ id, tokenHint }) => [id, `····${tokenHint} (live)`]))
  for (const { sessionId, sessionHint } of calls) {
    if (sessionId && !hints.has(sessionId)) hints.set(sessionId, `····${sessionHint}`)
  }
  if (session && session !== 'none' && !hints.has(session)) hints.set(session, 'One that is over')
  return [all, { value: 'none', label: 'Token requests' }, ...Array.from(hints, ([value, label]) => ({ value, label }))]
}
