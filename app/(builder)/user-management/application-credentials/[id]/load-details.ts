import 'server-only'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { z } from 'zod'
import { listCalls } from '@/lib/activity/list-calls'
import { summariseActivity } from '@/lib/activity/summary'
import { findCredential } from '@/lib/credentials/list'
import { listLiveSessions } from '@/lib/sessions/list'
import { requireUser } from '@/lib/sign-in/current-user'
import { callsPerPage } from './calls-per-page'

/** Days the chart and the totals cover, today included. */
const chartDays = 30

/** Everything the details of one credential show, as of one instant. */
export type Details = Awaited<ReturnType<typeof loadDetails>>

/** Loads the details of a credential of the signed-in person; anything else, theirs or not, is a page that does not exist. */
export const loadDetails = cache(async (id: string) => {
  const user = await requireUser()
  const credential = z.guid().safeParse(id).success ? await findCredential(user.id, id) : undefined
  if (!credential) notFound()
  const now = new Date()
  const scope = { ownerId: user.id, credentialId: id, now }
  const [sessions, activity, calls] = await Promise.all([
    listLiveSessions(user.id, id, now),
    summariseActivity({ ...scope, days: chartDays, timeZone: user.timeZone }),
    listCalls({ ...scope, filter: {}, limit: callsPerPage }),
  ])
  return { credential, sessions, activity, calls, timeZone: user.timeZone, now }
})
