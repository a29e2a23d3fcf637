'use client'

import { type CalendarDate, parseDate } from '@internationalized/date'
import { CalendarDays } from 'lucide-react'
import { DatePicker as AriaDatePicker, DateInput, DateSegment, Dialog, Group, Label, Popover, Text } from 'react-aria-components'
import { Calendar } from './calendar'
import { FieldMessage } from './field-message'
import { field } from './field-style'
import { IconButton } from './icon-button'
import { popoverStyle } from './popover-style'

type DatePickerProps = {
  label: string
  hint?: string
  error?: string
  /** `YYYY-MM-DD`, or null while none is chosen. */
  value: string | null
  /** Earliest day the calendar offers; typed dates are the form's to judge when it is sent. */
  earliest: string
  /** Latest day it offers, likewise. */
  latest?: string
  onChange: (value: string | null) => void
  isRequired?: boolean
  /** Drawn like the other filters of a list. */
  isFilter?: boolean
}

const style = field()

/** A labelled date: typed segment by segment, or picked from a calendar. Knows calendar dates only, no instants. */
export function DatePicker({ label, hint, error, value, earliest, latest, onChange, isRequired, isFilter = false }: DatePickerProps) {
  return (
    <AriaDatePicker<CalendarDate>
      value={value === null ? null : parseDate(value)}
      onChange={(date) => onChange(date?.toString() ?? null)}
      isInvalid={Boolean(error)}
      isRequired={isRequired}
      validationBehavior="aria"
      shouldForceLeadingZeros
      className={style.root({ className: isFilter ? 'gap-1' : undefined })}
    >
      <Label className={isFilter ? 'text-[0.8125rem] text-muted' : style.label()}>{label}</Label>
      <Group className={style.box({ className: 'flex items-center pr-0.5 pl-3 sm:max-w-56' })}>
        <DateInput className="flex grow tabular-nums">
          {(segment) => (
            <DateSegment
              segment={segment}
              className="rounded px-px outline-none data-placeholder:not-data-focused:text-muted data-focused:bg-accent-solid data-focused:text-on-accent type-literal:px-0.5 forced-colors:data-focused:bg-[Highlight] forced-colors:data-focused:text-[HighlightText]"
            />
          )}
        </DateInput>
        <IconButton aria-label="Calendar" className="size-7">
          <CalendarDays aria-hidden className="size-4" />
        </IconButton>
      </Group>
      {hint && !error && (
        <Text slot="description" className={style.hint()}>
          {hint}
        </Text>
      )}
      <FieldMessage>{error}</FieldMessage>
      <Popover className={popoverStyle()}>
        <Dialog className="p-3 outline-none">
          <Calendar earliest={earliest} latest={latest} />
        </Dialog>
      </Popover>
    </AriaDatePicker>
  )
}
