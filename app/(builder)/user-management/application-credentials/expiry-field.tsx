'use client'

import { Group } from 'react-aria-components'
import { DatePicker } from '@/components/date-picker'
import { ToggleButton } from '@/components/toggle-button'
import { addDays, daysBetween } from '@/lib/credentials/expiry'
import { dateText } from './expiry-text'

const presetDays = [30, 90, 180, 365]

type ExpiryFieldProps = {
  value: string | null
  onChange: (date: string | null) => void
  /** Today in the owner's time zone. */
  today: string
  /** The last date General Settings allow; undefined while any is. */
  latest?: string
  timeZone: string
  error?: string
}

/** "Expires": a date by preset, from the calendar or typed. */
export function ExpiryField({ value, onChange, today, latest, timeZone, error }: ExpiryFieldProps) {
  return (
    <div className="grid gap-2">
      <DatePicker
        label="Expires"
        hint={`It works through the end of that day (${timeZone}).${latest ? ` ${dateText(latest)} at the latest.` : ''}`}
        error={error}
        value={value}
        earliest={today}
        latest={latest}
        onChange={onChange}
        isRequired
      />
      <Group aria-label="Expires in" className="flex flex-wrap gap-1.5">
        {presets(today, latest).map((days) => {
          const date = addDays(today, days)
          return (
            <ToggleButton
              key={days}
              isSelected={value === date}
              isDisabled={latest !== undefined && date > latest}
              onChange={() => onChange(date)}
            >
              {`${days} days`}
            </ToggleButton>
          )
        })}
      </Group>
    </div>
  )
}

/** The usual lifetimes, and the longest one allowed among them. */
function presets(today: string, latest: string | undefined) {
  const longest = latest ? daysBetween(today, latest) : 0
  const isShort = longest > 0 && longest < Math.max(...presetDays) && !presetDays.includes(longest)
  return isShort ? [...presetDays, longest].sort((a, b) => a - b) : presetDays
}
