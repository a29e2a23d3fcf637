import { z } from 'zod'
import { type Actor, recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { endIdleSessions } from '@/lib/sessions/revoke'
import { endIdleSignIns } from '@/lib/sign-in/end'

/** General Settings as people know them. */
export type Settings = { idleSessionTimeoutMinutes: number; activityRetentionDays: number }

/** A change of General Settings; what is left out stays. Anything unknown is refused. */
export const settingsPatch = z
  .strictObject({ idleSessionTimeoutMinutes: z.int().min(1).max(1440), activityRetentionDays: z.int().min(1).max(3650) })
  .partial()

/** The settings in force. */
export async function readSettings(): Promise<Settings> {
  const row = await prisma().setting.findUniqueOrThrow({ where: { id: 1 }, select: stored })
  return toSettings(row)
}

/**
 * Changes settings on behalf of `actor`. In force from the next request on, for sessions that are under way as well; those that
 * had already idled out under the old timeout stay dead.
 */
export async function changeSettings(actor: Actor, patch: z.infer<typeof settingsPatch>, now: Date): Promise<Settings> {
  await prisma().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM settings WHERE id = 1 FOR UPDATE`
    const row = await tx.setting.findUniqueOrThrow({ where: { id: 1 }, select: stored })
    const before = toSettings(row)
    const changed = (Object.keys(before) as (keyof Settings)[]).filter((key) => patch[key] !== undefined && patch[key] !== before[key])
    if (changed.length === 0) return
    const after = { ...before, ...Object.fromEntries(changed.map((key) => [key, patch[key]])) }
    if (changed.includes('idleSessionTimeoutMinutes')) await endIdle(tx, row.idleSessionTimeoutSeconds, now)
    await tx.setting.update({
      where: { id: 1 },
      data: { idleSessionTimeoutSeconds: after.idleSessionTimeoutMinutes * 60, activityRetentionDays: after.activityRetentionDays },
    })
    const only = (settings: Settings) => Object.fromEntries(changed.map((key) => [key, settings[key]]))
    const target = { type: 'settings', id: '1', name: 'General Settings' } as const
    await recordAudit(tx, actor, { action: 'settings.changed', target, before: only(before), after: only(after) }, now)
  })
  return readSettings()
}

const stored = { idleSessionTimeoutSeconds: true, activityRetentionDays: true } satisfies Prisma.SettingSelect

function toSettings({ idleSessionTimeoutSeconds, activityRetentionDays }: Prisma.SettingGetPayload<{ select: typeof stored }>): Settings {
  return { idleSessionTimeoutMinutes: idleSessionTimeoutSeconds / 60, activityRetentionDays }
}

async function endIdle(tx: Prisma.TransactionClient, timeoutSeconds: number, now: Date) {
  const idleSince = new Date(now.getTime() - timeoutSeconds * 1000)
  await endIdleSessions(tx, idleSince, now)
  await endIdleSignIns(tx, idleSince, now)
}
