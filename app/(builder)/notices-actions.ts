'use server'

import { z } from 'zod'
import { listNotices, mostNotices, type Notice } from '@/lib/notices/list'
import { markNoticesRead } from '@/lib/notices/mark-read'
import { actionUser, backgroundUser } from '@/lib/sign-in/current-user'

type SignedOut = { ok: false; reason: 'signed-out' }

/** What an open page asks from time to time: my notices now. No use of the sign-in, which idles out behind it. */
export async function noticesAction(): Promise<{ ok: true; notices: Notice[] } | SignedOut> {
  const user = await backgroundUser()
  if (!user) return { ok: false, reason: 'signed-out' }
  return { ok: true, notices: await listNotices(user.id, new Date()) }
}

const noticeIds = z.array(z.guid()).max(mostNotices)

/** Opening a notice, and "Mark all as read": marks those of mine as read. */
export async function markNoticesReadAction(ids: unknown): Promise<{ ok: true } | SignedOut | { ok: false; reason: 'invalid' }> {
  const user = await actionUser()
  if (!user) return { ok: false, reason: 'signed-out' }
  const parsed = noticeIds.safeParse(ids)
  if (!parsed.success) return { ok: false, reason: 'invalid' }
  await markNoticesRead(user.id, parsed.data, new Date())
  return { ok: true }
}
