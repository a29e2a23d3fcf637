import { fromDate, parseDate, toCalendarDate } from '@internationalized/date'

/**
 * The instant a credential that expires "on" a date ends: the start of the next day in that zone (exclusive).
 * This is the one place where a calendar date becomes an instant.
 */
export function expiryInstant(date: string, zone: string): Date {
  return parseDate(date).add({ days: 1 }).toDate(zone)
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
