'use client'

import dynamic from 'next/dynamic'
import { Disclosure } from '@/components/disclosure'
import { PlainTable } from '@/components/plain-table'
import type { DayOfCalls } from '@/lib/activity/summary'
import { dateText } from '../expiry-text'
import { chartHeight } from './chart-height'

// Not part of the screen's own script: the numbers are there before it, and without it.
const CallsChart = dynamic(() => import('./calls-chart').then(({ CallsChart }) => CallsChart), {
  ssr: false,
  loading: () => <div style={{ height: chartHeight }} />,
})

const number = new Intl.NumberFormat('en-GB')

/** Totals, chart and table of a credential's calls per day: the same numbers three times. */
export function CallsPerDay({ days }: { days: DayOfCalls[] }) {
  const succeeded = days.reduce((sum, day) => sum + day.succeeded, 0)
  const refused = days.reduce((sum, day) => sum + day.refused, 0)
  const totals = [
    { label: `Calls in ${days.length} days`, value: succeeded + refused },
    { label: 'Successful', value: succeeded },
    { label: 'Refused', value: refused },
  ]
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-lg border border-line bg-surface p-4">
      <dl className="flex flex-wrap gap-x-6 sm:gap-x-10 gap-y-3">
        {totals.map(({ label, value }) => (
          <div key={label} className="flex flex-col-reverse">
            <dt className="text-[0.8125rem] text-muted">{label}</dt>
            <dd className="font-semibold text-xl tabular-nums">{number.format(value)}</dd>
          </div>
        ))}
      </dl>
      <CallsChart days={days} summary={`${number.format(succeeded)} successful and ${number.format(refused)} refused calls`} />
      <Disclosure label="The same numbers as a table">
        <div className="max-w-md">
          <PlainTable
            caption="Calls per day"
            rows={days.toReversed()}
            rowId={(day) => day.date}
            columns={[
              { header: 'Day', kind: 'rowHeader', cell: (day) => <span suppressHydrationWarning>{dateText(day.date)}</span> },
              { header: 'Successful', kind: 'number', cell: (day) => number.format(day.succeeded) },
              { header: 'Refused', kind: 'number', cell: (day) => number.format(day.refused) },
            ]}
          />
        </div>
      </Disclosure>
    </div>
  )
}
