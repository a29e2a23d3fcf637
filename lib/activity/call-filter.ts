import { z } from 'zod'

const periodSeconds = { hour: 3_600, day: 86_400, week: 7 * 86_400, month: 30 * 86_400 }

/** Which calls of the log to show. Everything absent means: do not narrow by it. */
export const callFilter = z.strictObject({
  /** Answered with a status below 400, or not. */
  result: z.enum(['successful', 'refused']).optional(),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).optional(),
  /** Calls of one session; `none` for token requests, which have none. */
  session: z.union([z.literal('none'), z.guid()]).optional(),
  /** How far back: the last hour, 24 hours, 7 or 30 days. */
  period: z.enum(['hour', 'day', 'week', 'month']).optional(),
})

export type CallFilter = z.infer<typeof callFilter>

/** Where a filter's period begins; undefined when it has none. */
export function periodStart({ period }: CallFilter, now: Date): Date | undefined {
  return period && new Date(now.getTime() - periodSeconds[period] * 1000)
}
