'use client'

import { Group } from 'react-aria-components'
import { DatePicker } from '@/components/date-picker'
import { ToggleButton } from '@/components/toggle-button'
import { addDays } from '@/lib/credentials/expiry'

const presetDays = [30, 90, 180, 365]

type ExpiryFieldProps = {
  value: string | null
  onChange: (date: string | null) => void
  /** Today in the owner's time zone. */
  today: string
  timeZone: string
  error?: string
}

/** "Expires": a date by preset, from the calendar or typed. */
export function ExpiryField({ value, onChange, today, timeZone, error }: ExpiryFieldProps) {
  return (
    <div className="grid gap-2">
      <DatePicker
        label="Expires"
        hint={`It works through the end of that day (${timeZone}).`}
        error={error}
        value={value}
        earliest={today}
        onChange={onChange}
        isRequired
      />
      <Group aria-label="Expires in" className="flex flex-wrap gap-1.5">
        {presetDays.map((days) => {
          const date = addDays(today, days)
          return (
            <ToggleButton key={days} isSelected={value === date} onChange={() => onChange(date)}>
              {`${days} days`}
            </ToggleButton>
          )
        })}
      </Group>
    </div>
  )
}
