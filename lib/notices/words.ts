import { parseDate } from '@internationalized/date'
import { daysBetween, todayIn } from '@/lib/credentials/expiry'

const dayMonthYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** When a credential expires, as of `now`: "expires in 3 days, on 31 Dec 2026". Days count in the zone its expiry date was set in. */
export function expiresWords(expiresOn: string, expiresZone: string, now: Date): string {
  return `expires ${inDays(daysBetween(todayIn(expiresZone, now), expiresOn))}, on ${dateWords(expiresOn)}`
}

/** A calendar date in words: "31 Dec 2026". */
export function dateWords(date: string): string {
  return dayMonthYear.format(parseDate(date).toDate('UTC'))
}

/** So many days from now: "today", "tomorrow", "in 3 days". */
export function inDays(days: number): string {
  if (days <= 0) return 'today'
  return days === 1 ? 'tomorrow' : `in ${days} days`
}
