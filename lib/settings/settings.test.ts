import { describe, expect, test } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { person } from '@/lib/testing/company'
import { changeSettings, changeSettingsSeen, readSettings } from './settings'

useTestDatabase()

const now = new Date('2026-06-15T11:00:00.000Z')
const installed = { idleSessionTimeoutMinutes: 20, maxCredentialLifetimeDays: null, activityRetentionDays: 30 }
const changes = () =>
  prisma().auditEvent.findMany({ where: { action: 'settings.changed' }, orderBy: { id: 'asc' }, select: { before: true, after: true } })

describe('two administrators', () => {
  test('a setting that somebody else changed meanwhile is not overwritten unseen: nothing changes, and it says who did what', async () => {
    const [first, second] = [await person(), await person()]
    await changeSettings(first, { idleSessionTimeoutMinutes: 10, maxCredentialLifetimeDays: 90 }, now)
    const patch = { idleSessionTimeoutMinutes: 5, activityRetentionDays: 7 }
    expect(await changeSettingsSeen(second, patch, installed, now)).toEqual({
      ok: false,
      reason: 'changed-meanwhile',
      settings: { idleSessionTimeoutMinutes: 10, maxCredentialLifetimeDays: 90, activityRetentionDays: 30 },
      changes: [{ setting: 'idleSessionTimeoutMinutes', by: first.name, at: now }],
    })
    expect(await readSettings()).toEqual({ idleSessionTimeoutMinutes: 10, maxCredentialLifetimeDays: 90, activityRetentionDays: 30 })
    expect(await changes()).toHaveLength(1)
  })

  test('saved again by somebody who has seen it, it is overwritten', async () => {
    const [first, second] = [await person(), await person()]
    const seen = await changeSettings(first, { idleSessionTimeoutMinutes: 10 }, now)
    const settings = { ...installed, idleSessionTimeoutMinutes: 5 }
    expect(await changeSettingsSeen(second, { idleSessionTimeoutMinutes: 5 }, seen, now)).toEqual({ ok: true, settings })
    expect(await readSettings()).toEqual(settings)
  })

  test('a limit that was taken away, and a change behind the product’s back, are told as well', async () => {
    const [first, second] = [await person(), await person()]
    const seen = await changeSettings(first, { maxCredentialLifetimeDays: 90 }, now)
    await changeSettings(first, { maxCredentialLifetimeDays: null }, now)
    await prisma().setting.update({ where: { id: 1 }, data: { activityRetentionDays: 3 } })
    const result = await changeSettingsSeen(second, { maxCredentialLifetimeDays: 30, activityRetentionDays: 7 }, seen, now)
    expect(result).toMatchObject({
      changes: [
        { setting: 'maxCredentialLifetimeDays', by: first.name, at: now },
        { setting: 'activityRetentionDays', by: null, at: null },
      ],
    })
  })

  test('other settings than those I edited may have changed, and mine to the same', async () => {
    const [first, second] = [await person(), await person()]
    await changeSettings(first, { idleSessionTimeoutMinutes: 10, activityRetentionDays: 7 }, now)
    const settings = { idleSessionTimeoutMinutes: 10, maxCredentialLifetimeDays: 60, activityRetentionDays: 7 }
    const patch = { maxCredentialLifetimeDays: 60, activityRetentionDays: 7 }
    expect(await changeSettingsSeen(second, patch, installed, now)).toEqual({ ok: true, settings })
    expect((await changes()).at(-1)).toEqual({ before: { maxCredentialLifetimeDays: null }, after: { maxCredentialLifetimeDays: 60 } })
  })
})
