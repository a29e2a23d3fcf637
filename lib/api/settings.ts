import { z } from 'zod'
import { type Settings, settingsPatch } from '@/lib/settings/schema'
import { changeSettings, readSettings } from '@/lib/settings/settings'
import { actingOwner } from './acting-owner'
import { apiEndpoint, json } from './endpoint'
import { readJson } from './input'
import { withBearer } from './with-bearer'

const wirePatch = z
  .strictObject({
    idle_session_timeout_minutes: settingsPatch.shape.idleSessionTimeoutMinutes,
    max_credential_lifetime_days: settingsPatch.shape.maxCredentialLifetimeDays,
    activity_retention_days: settingsPatch.shape.activityRetentionDays,
  })
  .transform((patch) => ({
    idleSessionTimeoutMinutes: patch.idle_session_timeout_minutes,
    maxCredentialLifetimeDays: patch.max_credential_lifetime_days,
    activityRetentionDays: patch.activity_retention_days,
  }))

/** `GET` and `PATCH /api/v1/settings`: General Settings. */
export const settings = apiEndpoint({
  GET: withBearer('settings:read', async () => json(wire(await readSettings()))),
  PATCH: withBearer('settings:write', async (call) =>
    json(wire(await changeSettings(actingOwner(call), await readJson(call.request, wirePatch), call.now))),
  ),
})

const wire = (settings: Settings) => ({
  idle_session_timeout_minutes: settings.idleSessionTimeoutMinutes,
  max_credential_lifetime_days: settings.maxCredentialLifetimeDays,
  activity_retention_days: settings.activityRetentionDays,
})
