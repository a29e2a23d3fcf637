'use client'

import type { Ref } from 'react'
import { DatePicker } from '@/components/date-picker'
import { FilterField } from '@/components/filter-field'
import { SelectField } from '@/components/select-field'
import { actionText, auditAreas } from '@/lib/audit/words'
import type { AuditFilterControl } from './use-audit-filter'

const everything = { value: '', label: 'All' }
const areas = auditAreas.map(({ area, label, actions }) => {
  const single = Object.entries(actions).map(([value, words]) => ({ value, label: words }))
  return { group: label, options: single.length > 1 ? [{ value: area, label: `${label}: all` }, ...single] : single }
})
const known = auditAreas.flatMap(({ area, actions }) => [area, ...Object.keys(actions)])

const whoHint = 'Name, e-mail or ID'

/** What narrows the audit log: who did it, to what, what it was, and when. */
export function AuditFilters({ control: { filter, change }, ref }: { control: AuditFilterControl; ref: Ref<HTMLFieldSetElement> }) {
  const { action = '' } = filter
  // An address may name an action of a release before this one.
  const foreign = action && !known.includes(action) ? [{ value: action, label: actionText(action) }] : []
  return (
    <fieldset ref={ref} className="grid gap-3 sm:grid-cols-2 lg:grid-cols-[1fr_1fr_1.2fr_11rem_11rem]">
      <legend className="sr-only">Filters</legend>
      <FilterField label="Person" placeholder={whoHint} value={filter.by ?? ''} onChange={(by) => change({ by }, 'typed')} />
      <FilterField
        label="Target"
        placeholder="Name, e-mail, ID or client ID"
        value={filter.target ?? ''}
        onChange={(target) => change({ target }, 'typed')}
      />
      <SelectField
        label="Event"
        value={action}
        options={[everything, ...foreign, ...areas]}
        onChange={(chosen) => change({ action: chosen }, 'chosen')}
      />
      <DatePicker
        isFilter
        label="From"
        value={filter.from ?? null}
        earliest="2000-01-01"
        onChange={(from) => change({ from: from ?? '' }, 'typed')}
      />
      <DatePicker
        isFilter
        label="To"
        value={filter.to ?? null}
        earliest="2000-01-01"
        onChange={(to) => change({ to: to ?? '' }, 'typed')}
      />
    </fieldset>
  )
}
