import { parseDate } from '@internationalized/date'

const dayMonthYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** A calendar date in words: `2026-12-31` becomes "31 Dec 2026". */
export function dateText(date: string): string {
  return dayMonthYear.format(parseDate(date).toDate('UTC'))
}

/** When a credential stops: "31 Dec 2026, end of day (Europe/London)". */
export function expiryText(date: string, zone: string): string {
  return `${dateText(date)}, end of day (${zone})`
}
