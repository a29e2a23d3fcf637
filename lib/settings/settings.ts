import { z } from 'zod'
import { type Actor, recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import { endIdleSessions } from '@/lib/sessions/revoke'
import { endIdleSignIns } from '@/lib/sign-in/end'

/** General Settings as people know them. */
export type Settings = { idleSessionTimeoutMinutes: number }

/** A change of General Settings; what is left out stays. Anything unknown is refused. */
export const settingsPatch = z.strictObject({ idleSessionTimeoutMinutes: z.int().min(1).max(1440).optional() })

/** The settings in force. */
export async function readSettings(): Promise<Settings> {
  const row = await prisma().setting.findUniqueOrThrow({ where: { id: 1 }, select: { idleSessionTimeoutSeconds: true } })
  return { idleSessionTimeoutMinutes: row.idleSessionTimeoutSeconds / 60 }
}

/**
 * Changes settings on behalf of `actor`. In force from the next request on, for sessions that are under way as well; those that
 * had already idled out under the old timeout stay dead.
 */
export async function changeSettings(actor: Actor, patch: z.infer<typeof settingsPatch>, now: Date): Promise<Settings> {
  const minutes = patch.idleSessionTimeoutMinutes
  if (minutes === undefined) return readSettings()
  await prisma().$transaction(async (tx) => {
    const [before] = await tx.$queryRaw<{ seconds: number }[]>`
      SELECT idle_session_timeout_seconds AS seconds FROM settings WHERE id = 1 FOR UPDATE`
    if (!before || before.seconds === minutes * 60) return
    const idleSince = new Date(now.getTime() - before.seconds * 1000)
    await endIdleSessions(tx, idleSince, now)
    await endIdleSignIns(tx, idleSince, now)
    await tx.setting.update({ where: { id: 1 }, data: { idleSessionTimeoutSeconds: minutes * 60 } })
    const target = { type: 'settings', id: '1', name: 'General Settings' } as const
    const was = { idleSessionTimeoutMinutes: before.seconds / 60 }
    await recordAudit(tx, actor, { action: 'settings.changed', target, before: was, after: { idleSessionTimeoutMinutes: minutes } }, now)
  })
  return readSettings()
}
