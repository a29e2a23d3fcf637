'use client'

import { parseDate } from '@internationalized/date'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import {
  Calendar as AriaCalendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  Heading,
} from 'react-aria-components'
import { IconButton } from './icon-button'

/** One month of days from which a date picker's value is chosen. Days before `earliest` and after `latest` (`YYYY-MM-DD`) are off. */
export function Calendar({ earliest, latest }: { earliest: string; latest?: string }) {
  return (
    <AriaCalendar minValue={parseDate(earliest)} maxValue={latest === undefined ? undefined : parseDate(latest)}>
      <header className="flex items-center justify-between pb-2">
        <IconButton slot="previous" aria-label="Previous month">
          <ChevronLeft aria-hidden className="size-4" />
        </IconButton>
        <Heading className="font-semibold" />
        <IconButton slot="next" aria-label="Next month">
          <ChevronRight aria-hidden className="size-4" />
        </IconButton>
      </header>
      <CalendarGrid weekdayStyle="short">
        <CalendarGridHeader>
          {(day) => <CalendarHeaderCell className="size-9 font-medium text-muted text-xs">{day}</CalendarHeaderCell>}
        </CalendarGridHeader>
        <CalendarGridBody>
          {(date) => (
            <CalendarCell
              date={date}
              className="grid size-9 cursor-pointer place-items-center rounded-md tabular-nums outside-month:hidden hover:bg-hover disabled:cursor-default disabled:text-muted disabled:line-through disabled:opacity-60 selected:bg-accent-solid selected:text-on-accent forced-colors:selected:bg-[Highlight] forced-colors:selected:text-[HighlightText]"
            />
          )}
        </CalendarGridBody>
      </CalendarGrid>
    </AriaCalendar>
  )
}
