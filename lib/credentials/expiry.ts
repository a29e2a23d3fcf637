import { fromDate, parseDate, toCalendarDate } from '@internationalized/date'

/**
 * The instant a credential that expires "on" a date ends: the start of the next day in that zone (exclusive).
 * Throws a RangeError for a zone this runtime does not know: how long something lives is not guessed.
 */
export function expiryInstant(date: string, zone: string): Date {
  return parseDate(date).add({ days: 1 }).toDate(zone)
}

/** When a date begins in that zone: at midnight, or where clocks skip it at the first moment there is. */
export function startOf(date: string, zone: string): Date {
  return orInUtc(zone, (known) => parseDate(date).toDate(known))
}

/** When it ends, exclusive, to be shown or searched by; what is stored as an expiry is an {@link expiryInstant}. */
export function endOf(date: string, zone: string): Date {
  return startOf(addDays(date, 1), zone)
}

/** Today's date in a zone, `YYYY-MM-DD`. */
export function todayIn(zone: string, now: Date): string {
  return orInUtc(zone, (known) => toCalendarDate(fromDate(now, known)).toString())
}

/** An older browser, or server, may not know a zone chosen elsewhere. Then that one is off by hours, and the rest of a page is not lost. */
function orInUtc<T>(zone: string, of: (known: string) => T): T {
  try {
    return of(zone)
  } catch {
    return of('UTC')
  }
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
