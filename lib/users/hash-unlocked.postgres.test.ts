import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { parseConfig } from '@/lib/config'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { loadDemoCompany } from '@/lib/setup/demo'
import { createFirstAdministrator } from '@/lib/setup/first-administrator'
import { password, person, roleId } from '@/lib/testing/company'
import { addUser } from './add'
import { changeUser } from './change'
import { changeOwnPassword } from './change-own-password'
import { hashPassword } from './password'

useTestDatabase()

const now = new Date('2025-06-15T11:00:00.000Z')

/** What `act`, which hashes a password, has locked while it waits for a thread. */
async function locksWhileHashing(act: () => Promise<unknown>) {
  // Threads take passwords in order: for a second none is free.
  const before = Promise.all(Array.from({ length: 10 * Math.max(1, availableParallelism() - 1) }, () => hashPassword(password)))
  let isHashing = true
  const others = before.then(() => {
    isHashing = false
  })
  const acting = act()
  const { pool } = database()
  let seen = 0
  let samples = 0
  while (isHashing) {
    const { rows } = await pool.query<{ open: number }>(
      // Between two statements of a transaction lie milliseconds, unless it waits for something: a hash here takes more than a second.
      `SELECT count(*)::int AS open FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle in transaction'
         AND clock_timestamp() - state_change > interval '800 ms'`,
    )
    seen += rows[0]?.open ?? 0
    samples += 1
  }
  await Promise.all([others, acting])
  expect(samples).toBeGreaterThan(2)
  return seen
}

test('a password is never hashed inside a database transaction that holds locks', async () => {
  expect(await locksWhileHashing(() => createFirstAdministrator(parseConfig({}), now))).toBe(0)
  const [manager, other] = [await person(), await person()]
  const input = { name: 'Jane Doe', email: 'jane@example.com', timeZone: null, roleIds: [await roleId('Team Member')], password }
  expect(await locksWhileHashing(() => addUser(manager, input, now))).toBe(0)
  expect(await locksWhileHashing(() => changeUser(manager, other.id, { password }, now))).toBe(0)
  const change = { current: password, chosen: 'another horse battery' }
  expect(await locksWhileHashing(() => changeOwnPassword({ ...manager, signInId: other.id }, change, now))).toBe(0)
})

test('neither are those of the demonstration company', async () => {
  expect(await locksWhileHashing(() => loadDemoCompany(parseConfig({}), now))).toBe(0)
})
