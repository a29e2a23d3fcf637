import { expect, test } from 'vitest'
import { expiryInstant } from '@/lib/credentials/expiry'
import type { CredentialSummary } from '@/lib/credentials/list'
import { expiryEffect } from './expiry-effect'

const credential = {
  expiresOn: '2026-12-31',
  expiresZone: 'America/Vancouver',
  expiresAt: expiryInstant('2026-12-31', 'America/Vancouver'),
} as CredentialSummary
const effect = (date: string, now: string) => expiryEffect(credential, date, 'Asia/Kolkata', new Date(now))

test('shortening says what ends', () => {
  expect(effect('2026-12-01', '2026-11-01T00:00:00Z')).toBe(
    'It ends 30 days earlier: its secret key and all its sessions stop at the end of 1 Dec 2026 (Asia/Kolkata).',
  )
  expect(effect('2026-12-30', '2026-11-01T00:00:00Z')).toContain('1 day earlier')
})

test('extending an expired one says that it revives it, from the very instant it expired', () => {
  expect(effect('2027-01-31', '2027-01-01T08:00:00.000Z')).toContain('revives')
  expect(effect('2027-01-31', '2027-01-01T07:59:59.999Z')).toBeUndefined()
})

test('the same date says nothing', () => {
  expect(effect('2026-12-31', '2026-11-01T00:00:00Z')).toBeUndefined()
})
