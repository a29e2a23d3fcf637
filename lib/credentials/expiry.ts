import { fromDate, parseDate, toCalendarDate } from '@internationalized/date'

/**
 * The instant a credential that expires "on" a date ends: the start of the next day in that zone (exclusive).
 */
export function expiryInstant(date: string, zone: string): Date {
  return startOf(addDays(date, 1), zone)
}

/**
 * When a date begins in that zone: at midnight, or where clocks skip it at the first moment there is.
 * This is the one place where a calendar date becomes an instant.
 */
export function startOf(date: string, zone: string): Date {
  return parseDate(date).toDate(zone)
}

/** Today's date in a zone, `YYYY-MM-DD`. */
export function todayIn(zone: string, now: Date): string {
  return toCalendarDate(fromDate(now, zone)).toString()
}

/** `date` plus a number of days, `YYYY-MM-DD`. */
export function addDays(date: string, days: number): string {
  return parseDate(date).add({ days }).toString()
}

/** Whole days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((parseDate(to).toDate('UTC').getTime() - parseDate(from).toDate('UTC').getTime()) / 86_400_000)
}

/** Whether `zone` is a time zone this runtime knows, e.g. `Europe/London`. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
