import { expect, test } from 'vitest'
import type { RoleInUse } from '@/lib/roles/list'
import { ownLoss, roleEffect, whoIsAffected } from './role-effect'

const role: RoleInUse = {
  id: 'night',
  kind: 'OPERATIONAL',
  name: 'Night Shift',
  description: '',
  features: ['tickets:read', 'tickets:write'],
  standard: false,
  version: 0,
  people: 12,
  credentials: 3,
}

test.each<[Partial<RoleInUse>, string[], string | undefined]>([
  [{}, ['tickets:write', 'tickets:read'], undefined],
  [{}, ['tickets:read'], '12 people and 3 credentials lose “Create and change tickets” at their next call.'],
  [
    {},
    ['tickets:read', 'tickets:assign'],
    '12 people and 3 credentials get “Assign tickets to people” and lose “Create and change tickets” at their next call.',
  ],
  [{}, [], '12 people and 3 credentials lose “View tickets” and “Create and change tickets” at their next call.'],
  [{ people: 1, credentials: 0 }, ['tickets:read'], '1 person loses “Create and change tickets” at the next call.'],
  [{ people: 0, credentials: 1 }, ['tickets:read'], '1 credential loses “Create and change tickets” at the next call.'],
  [{ people: 10_000, credentials: 0 }, ['tickets:read'], '10,000 people lose “Create and change tickets” at their next call.'],
  [
    { people: 0, credentials: 0 },
    ['tickets:read'],
    'Nobody holds this role and no credential is limited to it, so nothing changes for anybody now.',
  ],
])('what a change does now and to whom: %j %j', (use, features, sentence) => {
  expect(roleEffect({ ...role, ...use }, features)).toBe(sentence)
})

test('nobody is nobody', () => {
  expect(whoIsAffected({ people: 0, credentials: 0 })).toBeUndefined()
})

test('who takes an access option from themselves is warned, unless another of their roles carries it', () => {
  const editors: RoleInUse = { ...role, id: 'editors', kind: 'BUILDER', features: ['roles:read', 'roles:write'] }
  const viewer = (...roles: { id: string; features: string[] }[]) => ({ roles, mayWrite: true, maySeePeople: true })
  const held = { id: editors.id, features: editors.features }
  expect(ownLoss(viewer(held), editors, ['roles:read'])).toBe(
    'You hold this role: you will lose “Manage user roles”. You cannot undo this yourself.',
  )
  expect(ownLoss(viewer(held), editors, ['roles:write'])).toBe('You hold this role: you will lose “View user roles”.')
  expect(ownLoss(viewer(held, { id: 'other', features: ['roles:write'] }), editors, ['roles:read'])).toBeUndefined()
  expect(ownLoss(viewer({ id: 'other', features: ['roles:write'] }), editors, [])).toBeUndefined()
  expect(ownLoss(viewer(held), editors, ['roles:read', 'roles:write', 'users:read'])).toBeUndefined()
})
