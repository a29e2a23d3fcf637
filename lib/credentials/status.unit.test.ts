import { describe, expect, test } from 'vitest'
import { expiryInstant } from './expiry'
import type { CredentialRole, CredentialSummary } from './list'
import { credentialStatus } from './status'

const role = (name: string, held = true): CredentialRole => ({ id: name, name, features: [], held })

/** A credential that works until the end of 30 June 2025 in Vancouver and was used. */
function credential(changes: Partial<CredentialSummary> = {}): CredentialSummary {
  const expiresOn = changes.expiresOn ?? '2025-06-30'
  const expiresZone = changes.expiresZone ?? 'America/Vancouver'
  return {
    id: '0198c5a0-0000-7000-8000-000000000000',
    clientId: '7f1c9a52-1111-4222-8333-444444444444',
    name: 'Nightly export',
    operationalRole: role('Team Member'),
    builderRole: null,
    expiresOn,
    expiresZone,
    expiresAt: expiryInstant(expiresOn, expiresZone),
    createdAt: new Date('2025-01-01T00:00:00Z'),
    secretCreatedAt: new Date('2025-01-01T00:00:00Z'),
    secretHint: 'wxyz',
    lastUsedAt: new Date('2025-02-01T00:00:00Z'),
    disabledAt: null,
    disabledByName: null,
    liveSessions: 0,
    ...changes,
  }
}

describe('Expires in N days (≤ 14) · Expires today · Expired, counted in the zone the date was set in', () => {
  test.each<[string, ReturnType<typeof credentialStatus>, string]>([
    ['2025-06-16T06:59:59.999Z', { kind: 'active' }, 'the last millisecond of 15 days before'],
    ['2025-06-16T07:00:00.000Z', { kind: 'expiring', days: 14 }, '14 days before, from its first moment'],
    ['2025-06-17T06:59:59.999Z', { kind: 'expiring', days: 14 }, '14 days before, to its last'],
    ['2025-06-17T07:00:00.000Z', { kind: 'expiring', days: 13 }, '13 days before'],
    ['2025-06-30T06:59:59.999Z', { kind: 'expiring', days: 1 }, 'the last millisecond of the day before'],
    ['2025-06-30T07:00:00.000Z', { kind: 'expires-today' }, 'the first moment of its last day'],
    ['2025-07-01T06:59:59.999Z', { kind: 'expires-today' }, 'its last millisecond, July in most of the world'],
    ['2025-07-01T07:00:00.000Z', { kind: 'expired' }, 'the instant it ends'],
    ['2035-01-01T00:00:00.000Z', { kind: 'expired' }, 'long after'],
  ])('%s → %j: %s', (now, status) => {
    expect(credentialStatus(credential(), new Date(now))).toEqual(status)
  })

  test.each([
    ['Pacific/Kiritimati', { kind: 'expired' }],
    ['Europe/London', { kind: 'expires-today' }],
    ['Pacific/Pago_Pago', { kind: 'expiring', days: 1 }],
  ])('one instant, one date, other zone: %s → %j', (expiresZone, status) => {
    expect(credentialStatus(credential({ expiresZone }), new Date('2025-06-30T10:30:00Z'))).toEqual(status)
  })

  test('days are calendar days also across a change of the clocks', () => {
    const shortDay = credential({ expiresOn: '2025-03-10' })
    expect(credentialStatus(shortDay, new Date('2025-03-09T07:59:59.999Z'))).toEqual({ kind: 'expiring', days: 2 })
    expect(credentialStatus(shortDay, new Date('2025-03-09T08:00:00Z'))).toEqual({ kind: 'expiring', days: 1 })
    expect(credentialStatus(shortDay, new Date('2025-03-10T07:00:00Z'))).toEqual({ kind: 'expires-today' })
  })
})

describe('the most urgent truth comes first', () => {
  const early = '2025-03-01T12:00:00Z'
  const soon = '2025-06-20T12:00:00Z'
  const today = '2025-06-30T12:00:00Z'
  const after = '2025-07-02T12:00:00Z'
  const disabledAt = new Date('2025-02-01T00:00:00Z')
  const disabledByName = 'Ada Moreau'
  const lost = role('Team Member', false)

  test.each<[string, Partial<CredentialSummary>, string, ReturnType<typeof credentialStatus>]>([
    [
      'disabled before expired',
      { disabledAt, disabledByName, operationalRole: lost, lastUsedAt: null },
      after,
      { kind: 'disabled', by: 'Ada Moreau', at: disabledAt },
    ],
    [
      'disabled before role removed',
      { disabledAt, disabledByName, operationalRole: lost },
      early,
      { kind: 'disabled', by: 'Ada Moreau', at: disabledAt },
    ],
    [
      'disabled before never used',
      { disabledAt, disabledByName, lastUsedAt: null },
      early,
      { kind: 'disabled', by: 'Ada Moreau', at: disabledAt },
    ],
    ['expired before role removed', { operationalRole: lost }, after, { kind: 'expired' }],
    ['expired before never used', { lastUsedAt: null }, after, { kind: 'expired' }],
    ['role removed before expires today', { operationalRole: lost }, today, { kind: 'role-removed', roles: ['Team Member'] }],
    ['role removed before expiring', { operationalRole: lost }, soon, { kind: 'role-removed', roles: ['Team Member'] }],
    [
      'role removed before never used',
      { operationalRole: lost, lastUsedAt: null },
      early,
      { kind: 'role-removed', roles: ['Team Member'] },
    ],
    ['expires today before never used', { lastUsedAt: null }, today, { kind: 'expires-today' }],
    ['expiring before never used', { lastUsedAt: null }, soon, { kind: 'expiring', days: 10 }],
    ['never used', { lastUsedAt: null }, early, { kind: 'never-used' }],
    ['active', {}, early, { kind: 'active' }],
  ])('%s', (_name, changes, now, status) => {
    expect(credentialStatus(credential(changes), new Date(now))).toEqual(status)
  })

  test('role removed says which: the Builder one, the Operational one, or both', () => {
    const now = new Date(early)
    const builder = role('Viewer', false)
    expect(credentialStatus(credential({ builderRole: builder }), now)).toEqual({ kind: 'role-removed', roles: ['Viewer'] })
    expect(credentialStatus(credential({ builderRole: role('Viewer'), operationalRole: lost }), now)).toEqual({
      kind: 'role-removed',
      roles: ['Team Member'],
    })
    expect(credentialStatus(credential({ builderRole: builder, operationalRole: lost }), now)).toEqual({
      kind: 'role-removed',
      roles: ['Team Member', 'Viewer'],
    })
    expect(credentialStatus(credential({ builderRole: role('Viewer') }), now)).toEqual({ kind: 'active' })
  })
})
