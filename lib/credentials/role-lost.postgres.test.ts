import { setTimeout as delay } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { database, prisma } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { type Person, person, roleId } from '@/lib/testing/company'
import { createCredential } from './create'
import { lockHeldRoles } from './lock-held-roles'
import type { CreateCredentialInput } from './schema'

useTestDatabase()

const now = new Date('2025-06-15T11:00:00.000Z')
let owner: Person
let input: CreateCredentialInput

beforeEach(async () => {
  owner = await person(['Team Member', 'Team Leader'], ['Viewer'])
  input = {
    name: 'Nightly export',
    expiresOn: '2025-12-31',
    operationalRoleId: await roleId('Team Member'),
    builderRoleId: await roleId('Viewer'),
  }
})

const stored = () => prisma().applicationCredential.count()
const takeAway = 'DELETE FROM user_roles WHERE user_id = $1 AND role_id = $2'

/** Presses "Generate key" while a transaction that takes the role away is under way, which then ends as told. */
async function submitWhileTaking(role: 'operationalRoleId' | 'builderRoleId', end: 'COMMIT' | 'ROLLBACK') {
  const otherTab = await database().pool.connect()
  await otherTab.query('BEGIN')
  await otherTab.query(takeAway, [owner.id, input[role]])
  const submitted = createCredential(owner, input, now)
  expect(await Promise.race([submitted, delay(300, 'waits')])).toBe('waits')
  await otherTab.query(end)
  otherTab.release()
  return submitted
}

describe('a role lost between the popup and the submit is refused in the transaction', () => {
  test('the Operational one', async () => {
    expect(await submitWhileTaking('operationalRoleId', 'COMMIT')).toEqual({ ok: false, reason: 'role-not-held' })
    expect(await stored()).toBe(0)
  })

  test('the Builder one', async () => {
    expect(await submitWhileTaking('builderRoleId', 'COMMIT')).toEqual({ ok: false, reason: 'role-not-held' })
    expect(await stored()).toBe(0)
  })

  test('one that was kept after all is accepted', async () => {
    expect(await submitWhileTaking('operationalRoleId', 'ROLLBACK')).toMatchObject({ ok: true })
    expect(await stored()).toBe(1)
  })
})

test('a role cannot be taken away between the check and the commit', async () => {
  const { pool } = database()
  let taken = false
  let taking: Promise<unknown> | undefined
  await prisma().$transaction(async (tx) => {
    expect(await lockHeldRoles(tx, owner.id, input)).toEqual({ operationalRole: 'Team Member', builderRole: 'Viewer' })
    taking = pool.query(takeAway, [owner.id, input.operationalRoleId]).then(() => {
      taken = true
    })
    await delay(300)
    expect(taken).toBe(false)
  })
  await taking
  expect(taken).toBe(true)
})

test('two people who choose the same roles at once do not wait for each other', async () => {
  const other = await person(['Team Member'], ['Viewer'])
  await prisma().$transaction(async (tx) => {
    await lockHeldRoles(tx, owner.id, input)
    expect(await createCredential(other, input, now)).toMatchObject({ ok: true })
  })
})
