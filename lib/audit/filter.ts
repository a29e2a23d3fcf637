import { z } from 'zod'
import { endOf, startOf } from '@/lib/credentials/expiry'
import { wellFormed } from '@/lib/text/well-formed'

const who = wellFormed
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u)
const day = z.iso.date().refine((date) => date >= '2000-01-01' && date < '9999-01-01')

/** Which events of the audit log to show. Everything absent means: do not narrow by it. */
export const auditFilter = z.strictObject({
  /** Who did it: how their name began then, their e-mail address now, or their id. */
  by: who.optional(),
  /** What it was done to: how its name began then, a person's e-mail address, an id or a client ID. */
  target: who.optional(),
  /** An action, e.g. `credential.created`, or a whole area, e.g. `credential`. */
  action: z
    .string()
    .regex(/^[a-z-]{1,40}(\.[a-z-]{1,40})?$/)
    .optional(),
  /** First and last day, `YYYY-MM-DD` in the reader's time zone. */
  from: day.optional(),
  to: day.optional(),
})

export type AuditFilter = z.infer<typeof auditFilter>

const names = ['by', 'target', 'action', 'from', 'to'] as const

/** Reads a filter from an address; whatever makes no sense there is as if it were absent. */
export function parseAuditFilter(query: URLSearchParams): AuditFilter {
  const entries = names.flatMap((name) => {
    const parsed = auditFilter.safeParse({ [name]: query.get(name) ?? undefined })
    return parsed.success ? Object.entries(parsed.data).filter(([, value]) => value !== undefined) : []
  })
  return Object.fromEntries(entries)
}

/** The query of an address that shows this filter, with a leading `?`; empty when nothing is narrowed. */
export function auditFilterQuery(filter: AuditFilter): string {
  const query = new URLSearchParams(names.flatMap((name) => (filter[name] ? [[name, filter[name]]] : [])))
  return query.size > 0 ? `?${query}` : ''
}

/** The instants a filter's days begin and end (exclusive) at in `timeZone`. */
export function filteredPeriod({ from, to }: AuditFilter, timeZone: string): { start?: Date; end?: Date } {
  return {
    start: from === undefined ? undefined : startOf(from, timeZone),
    end: to === undefined ? undefined : endOf(to, timeZone),
  }
}
