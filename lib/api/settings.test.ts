import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { callApi, credentialOf, issueToken, type Person, person } from '@/lib/testing/company'
import { settings } from './settings'

useTestDatabase()

let owner: Person
let credential: Awaited<ReturnType<typeof credentialOf>>
let accessToken: string

beforeEach(async () => {
  owner = await person()
  credential = await credentialOf(owner, { builder: 'Administrator' })
  accessToken = await issueToken(credential)
})

afterEach(() => {
  vi.useRealTimers()
})

async function call(method: 'GET' | 'PATCH', body?: unknown) {
  const reply = await callApi(accessToken, settings, { method, path: '/api/v1/settings', body })
  return { status: reply.status, body: reply.body }
}

const answered = (changed: object) => ({
  status: 200,
  body: { idle_session_timeout_minutes: 20, max_credential_lifetime_days: null, activity_retention_days: 30, ...changed },
})
const minutes = (value: number) => answered({ idle_session_timeout_minutes: value })
const changes = () => prisma().auditEvent.findMany({ where: { action: 'settings.changed' }, omit: { id: true }, orderBy: { id: 'asc' } })

test('the Idle Session Timeout is 20 minutes until somebody changes it', async () => {
  expect(await call('GET')).toEqual(minutes(20))
})

test.each([1, 5, 21, 1440])('%d minutes are accepted, persist, and count from the next request on', async (value) => {
  expect(await call('PATCH', { idle_session_timeout_minutes: value })).toEqual(minutes(value))
  expect(await call('GET')).toEqual(minutes(value))
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  const { body } = await callApi(accessToken)
  expect(Date.parse(body.session.ends_at) - Date.now()).toBe(value * 60_000)
})

test('a change is audited, in the name of the owner and by way of which credential', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  await call('PATCH', { idle_session_timeout_minutes: 45 })
  expect(await changes()).toEqual([
    {
      at: new Date(),
      actorId: owner.id,
      actorName: `${owner.name} (credential ${credential.name})`,
      address: null,
      action: 'settings.changed',
      targetType: 'settings',
      targetId: '1',
      targetName: 'General Settings',
      before: { idleSessionTimeoutMinutes: 20 },
      after: { idleSessionTimeoutMinutes: 45 },
    },
  ])
})

test('what changes nothing is answered and not audited', async () => {
  expect(await call('PATCH', {})).toEqual(minutes(20))
  expect(await call('PATCH', { idle_session_timeout_minutes: 20 })).toEqual(minutes(20))
  expect(await changes()).toEqual([])
})

describe('anything but whole minutes from 1 to 1440 and whole days from 1 to 3650 is refused and changes nothing', () => {
  test.each<[unknown, string, string]>([
    [{ idle_session_timeout_minutes: 0 }, 'idle_session_timeout_minutes', 'Too small: expected number to be >=1'],
    [{ idle_session_timeout_minutes: -5 }, 'idle_session_timeout_minutes', 'Too small: expected number to be >=1'],
    [{ idle_session_timeout_minutes: 1441 }, 'idle_session_timeout_minutes', 'Too big: expected number to be <=1440'],
    [{ idle_session_timeout_minutes: 1.5 }, 'idle_session_timeout_minutes', 'Invalid input: expected int, received number'],
    [{ idle_session_timeout_minutes: '20' }, 'idle_session_timeout_minutes', 'Invalid input: expected number, received string'],
    [{ idle_session_timeout_minutes: null }, 'idle_session_timeout_minutes', 'Invalid input: expected number, received null'],
    [{ idleSessionTimeoutMinutes: 5 }, 'idleSessionTimeoutMinutes', 'Unrecognized key: "idleSessionTimeoutMinutes"'],
    [{ max_credential_lifetime_days: 0 }, 'max_credential_lifetime_days', 'Too small: expected number to be >=1'],
    [{ max_credential_lifetime_days: 3651 }, 'max_credential_lifetime_days', 'Too big: expected number to be <=3650'],
    [{ max_credential_lifetime_days: '' }, 'max_credential_lifetime_days', 'Invalid input: expected number, received string'],
    [{ activity_retention_days: null }, 'activity_retention_days', 'Invalid input: expected number, received null'],
    [{ activity_retention_days: 0 }, 'activity_retention_days', 'Too small: expected number to be >=1'],
    [{ activity_retention_days: 3651 }, 'activity_retention_days', 'Too big: expected number to be <=3650'],
    [{ idle_session_timeout_minutes: 5, id: 2 }, 'id', 'Unrecognized key: "id"'],
    [[], '', 'Invalid input: expected object, received array'],
  ])('%j', async (body, field, message) => {
    expect(await call('PATCH', body)).toEqual({
      status: 422,
      body: {
        type: 'about:blank',
        status: 422,
        code: 'invalid_fields',
        detail: 'Correct the fields named in errors.',
        errors: [{ field, message }],
      },
    })
    expect(await call('GET')).toEqual(minutes(20))
    expect(await changes()).toEqual([])
  })
})

test('activity retention is changed by itself, and only it is audited', async () => {
  expect(await call('PATCH', { activity_retention_days: 7 })).toEqual(answered({ activity_retention_days: 7 }))
  const events = await prisma().auditEvent.findMany({ where: { action: 'settings.changed' }, select: { before: true, after: true } })
  expect(events).toEqual([{ before: { activityRetentionDays: 30 }, after: { activityRetentionDays: 7 } }])
})

test('the maximum credential lifetime is set, and taken away with null', async () => {
  expect(await call('PATCH', { max_credential_lifetime_days: 90 })).toEqual(answered({ max_credential_lifetime_days: 90 }))
  expect(await call('PATCH', { idle_session_timeout_minutes: 20 })).toEqual(answered({ max_credential_lifetime_days: 90 }))
  expect(await call('PATCH', { max_credential_lifetime_days: null })).toEqual(answered({}))
  expect((await changes()).map(({ before, after }) => ({ before, after }))).toEqual([
    { before: { maxCredentialLifetimeDays: null }, after: { maxCredentialLifetimeDays: 90 } },
    { before: { maxCredentialLifetimeDays: 90 }, after: { maxCredentialLifetimeDays: null } },
  ])
})
