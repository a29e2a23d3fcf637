import { describe, expect, test } from 'vitest'
import type { SettingsEffects } from '@/lib/settings/effects'
import type { SettingKey } from '@/lib/settings/schema'
import { effectOf } from './effect-text'

const inForce = { idleSessionTimeoutMinutes: 20, maxCredentialLifetimeDays: null, activityRetentionDays: 30 }
const nothing: SettingsEffects = {
  sessions: { live: 12, unused: 0 },
  signIns: { live: 4, unused: 0 },
  exceeding: null,
  forgottenCalls: 0,
}
const effect = (key: SettingKey, value: number | null, effects: Partial<SettingsEffects> = {}) =>
  effectOf(key, value, inForce, { ...nothing, ...effects })
const plain = (text: string) => ({ text, isHarsh: false })
const harsh = (text: string) => ({ text, isHarsh: true })

describe('each setting says what it does now and to whom', () => {
  test('a shorter Idle Session Timeout: what it ends', () => {
    const idle = (sessions: number, signIns: number, minutes = 5) =>
      effect('idleSessionTimeoutMinutes', minutes, { sessions: { live: 12, unused: sessions }, signIns: { live: 4, unused: signIns } })
    expect(idle(3, 1)).toEqual(harsh('Ends 3 of 12 live sessions and 1 of 4 sign-ins that have been unused for 5 minutes or longer.'))
    expect(idle(12, 4, 1)).toEqual(harsh('Ends 12 live sessions and 4 sign-ins that have been unused for 1 minute or longer.'))
    expect(idle(1, 0)).toEqual(harsh('Ends 1 of 12 live sessions that has been unused for 5 minutes or longer.'))
    expect(idle(0, 2)).toEqual(harsh('Ends 2 of 4 sign-ins that have been unused for 5 minutes or longer.'))
    expect(idle(0, 0)).toEqual(
      plain('Ends nothing at once: all have been used in the last 5 minutes. There are 12 live sessions and 4 sign-ins now.'),
    )
  })

  test('the same, and a longer one: to whom it applies', () => {
    expect(effect('idleSessionTimeoutMinutes', 20, { sessions: { live: 1, unused: 0 }, signIns: { live: 1, unused: 0 } })).toEqual(
      plain('Every session and every sign-in ends when it is unused for 20 minutes. There is 1 live session and 1 sign-in now.'),
    )
    expect(effect('idleSessionTimeoutMinutes', 1440)).toEqual(
      plain('Ends nothing: they may be unused for up to 1,440 minutes. There are 12 live sessions and 4 sign-ins now.'),
    )
  })

  test('a maximum credential lifetime: how many existing ones exceed it and what becomes of them', () => {
    const exceeding = (count: number) => ({ exceeding: { count, lastExpiresOn: count ? '2027-12-31' : null, first: [] } })
    expect(effect('maxCredentialLifetimeDays', null)).toEqual(plain('No limit: people choose any expiry date.'))
    expect(effect('maxCredentialLifetimeDays', 90, exceeding(0))).toEqual(
      plain('No existing credential expires later than 90 days from today.'),
    )
    expect(effect('maxCredentialLifetimeDays', 90, exceeding(1))).toEqual(
      harsh('1 existing credential expires later than that. It keeps working until 31 Dec 2027; its owner cannot extend it.'),
    )
    expect(effect('maxCredentialLifetimeDays', 90, exceeding(4))).toEqual(
      harsh(
        '4 existing credentials expire later than that. They keep working, the last until 31 Dec 2027; their owners cannot extend them.',
      ),
    )
  })

  test('activity retention: how many calls go', () => {
    const calls = (forgottenCalls: number) => effect('activityRetentionDays', 7, { forgottenCalls })
    expect(calls(0)).toEqual(plain('Calls older than 7 days are deleted within a minute or so; there are none now.'))
    expect(calls(1)).toEqual(harsh('Calls older than 7 days are deleted within a minute or so: 1 call.'))
    expect(calls(12_345)).toEqual(harsh('Calls older than 7 days are deleted within a minute or so: 12,345 calls.'))
    expect(calls(100_000)).toEqual(harsh('Calls older than 7 days are deleted within a minute or so: at least 100,000 calls.'))
  })
})
