import type { z } from 'zod'
import { type Actor, recordAudit } from '@/lib/audit/record'
import { prisma } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { endIdleSessions } from '@/lib/sessions/revoke'
import { endIdleSignIns } from '@/lib/sign-in/end'
import { changedMeanwhile, type MeanwhileChange } from './changed-meanwhile'
import type { SettingKey, Settings, settingsPatch } from './schema'

type Patch = z.infer<typeof settingsPatch>

/** The settings in force. */
export async function readSettings(): Promise<Settings> {
  const row = await prisma().setting.findUniqueOrThrow({ where: { id: 1 }, select: stored })
  return toSettings(row)
}

/**
 * Changes settings on behalf of `actor`. In force from the next request on, for sessions that are under way as well; those that
 * had already idled out under the old timeout stay dead.
 */
export async function changeSettings(actor: Actor, patch: Patch, now: Date): Promise<Settings> {
  return prisma().$transaction(async (tx) => write(tx, actor, await lockSettings(tx), patch, now))
}

/**
 * Like {@link changeSettings}, for somebody who saw the settings `openedWith`: a setting in `patch` that has changed since, to
 * something else than what is asked for, is not overwritten unseen. Then nothing changes, and the answer says what is there now.
 */
export async function changeSettingsSeen(
  actor: Actor,
  patch: Patch,
  openedWith: Settings,
  now: Date,
): Promise<{ ok: true; settings: Settings } | { ok: false; reason: 'changed-meanwhile'; settings: Settings; changes: MeanwhileChange[] }> {
  return prisma().$transaction(async (tx) => {
    const row = await lockSettings(tx)
    const current = toSettings(row)
    const overtaken = keys(patch).filter((key) => current[key] !== openedWith[key] && current[key] !== patch[key])
    if (overtaken.length > 0) {
      return { ok: false, reason: 'changed-meanwhile', settings: current, changes: await changedMeanwhile(tx, overtaken) }
    }
    return { ok: true, settings: await write(tx, actor, row, patch, now) }
  })
}

const stored = {
  idleSessionTimeoutSeconds: true,
  maxCredentialLifetimeDays: true,
  activityRetentionDays: true,
} satisfies Prisma.SettingSelect

type Stored = Prisma.SettingGetPayload<{ select: typeof stored }>

function toSettings({ idleSessionTimeoutSeconds, ...others }: Stored): Settings {
  return { idleSessionTimeoutMinutes: idleSessionTimeoutSeconds / 60, ...others }
}

const keys = (patch: Patch) => (Object.keys(patch) as SettingKey[]).filter((key) => patch[key] !== undefined)

async function lockSettings(tx: Prisma.TransactionClient): Promise<Stored> {
  await tx.$queryRaw`SELECT 1 FROM settings WHERE id = 1 FOR UPDATE`
  return tx.setting.findUniqueOrThrow({ where: { id: 1 }, select: stored })
}

async function write(tx: Prisma.TransactionClient, actor: Actor, row: Stored, patch: Patch, now: Date): Promise<Settings> {
  const before = toSettings(row)
  const changed = keys(patch).filter((key) => patch[key] !== before[key])
  if (changed.length === 0) return before
  const after: Settings = { ...before, ...Object.fromEntries(changed.map((key) => [key, patch[key]])) }
  const { idleSessionTimeoutMinutes, ...others } = after
  if (changed.includes('idleSessionTimeoutMinutes')) await endIdle(tx, row.idleSessionTimeoutSeconds, now)
  await tx.setting.update({ where: { id: 1 }, data: { idleSessionTimeoutSeconds: idleSessionTimeoutMinutes * 60, ...others } })
  const only = (settings: Settings) => Object.fromEntries(changed.map((key) => [key, settings[key]]))
  const target = { type: 'settings', id: '1', name: 'General Settings' } as const
  await recordAudit(tx, actor, { action: 'settings.changed', target, before: only(before), after: only(after) }, now)
  return after
}

async function endIdle(tx: Prisma.TransactionClient, timeoutSeconds: number, now: Date) {
  const idleSince = new Date(now.getTime() - timeoutSeconds * 1000)
  await endIdleSessions(tx, idleSince, now)
  await endIdleSignIns(tx, idleSince, now)
}
