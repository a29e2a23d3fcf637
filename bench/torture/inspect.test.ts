import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { hashSecret } from '@/lib/secret-format'
import { credentialOf, issueToken, person } from '@/lib/testing/company'
import { inspect } from './inspect.mjs'
import { Ledger } from './ledger.mjs'

useTestDatabase()

const query = (text: string, values?: unknown[]) => database().pool.query(text, values)
const someId = '00000000-0000-4000-8000-00000000000'

const audit = (action: string, id: string, name: string, after = '{}') =>
  query(
    `INSERT INTO audit_events (at, actor_name, action, target_type, target_id, target_name, after) VALUES (now(), 'x', $1, 'x', $2, $3, $4)`,
    [action, id, name, after],
  )
const user = (n: number, version = 0) =>
  query(`INSERT INTO users (id, email, name, password_hash, version) VALUES ($1, $2, 'P', '-', $3)`, [
    someId + n,
    `${n}@torture.example`,
    version,
  ])
const give = (n: number) => query("INSERT INTO user_roles SELECT $1::uuid, id FROM roles WHERE name = 'Team Member'", [someId + n])
const role = (n: number, version = 0) =>
  query("INSERT INTO roles (id, kind, name, description, features, version) VALUES ($1, 'OPERATIONAL', $2, 'd', '{}', $3)", [
    someId + n,
    `Torture ${n}`,
    version,
  ])

async function look(ledger = new Ledger(), victims = 0) {
  await inspect(query, ledger, victims)
  return { lost: ledger.lost, halfMade: [...ledger.halfMade].sort() }
}

test('what has all its parts is whole', async () => {
  await user(1, 2)
  await give(1)
  await audit('user.created', `${someId}1`, '1')
  await audit('user.updated', `${someId}1`, '1')
  await audit('user.roles-changed', `${someId}1`, '1')
  await role(2, 1)
  await audit('role.created', `${someId}2`, 'Torture 2')
  await audit('role.updated', `${someId}2`, 'Torture 2')
  await audit('role.created', `${someId}3`, 'Torture 3')
  await audit('role.deleted', `${someId}3`, 'Torture 3')
  await audit('settings.changed', '1', 'General Settings', '{"activityRetentionDays":30}')
  await audit('credential.deleted', `${someId}4`, 'Victim 0')
  expect(await look(new Ledger(), 1)).toEqual({ lost: [], halfMade: [] })
})

test('a row without its audit entry, an entry without its row, and a user without a role are half-made', async () => {
  await user(1)
  await audit('user.created', `${someId}1`, '1')
  await user(2)
  await give(2)
  await user(3, 1)
  await give(3)
  await audit('user.created', `${someId}3`, '3')
  await audit('user.created', `${someId}4`, 'Person 4')
  await role(5)
  await role(6, 1)
  await audit('role.created', `${someId}6`, 'Torture 6')
  await audit('role.created', `${someId}7`, 'Torture 7')
  await audit('settings.changed', '1', 'General Settings', '{"activityRetentionDays":31}')
  expect((await look(new Ledger(), 1)).halfMade).toEqual([
    'Victim 0 is gone without the audit of that',
    'activity retention of 30 days, otherwise in the audit log',
    'audit of user Person 4 without the user',
    'role Torture 5 without the audit of its creation',
    'role Torture 6 changed 1 times, otherwise in the audit log',
    'role Torture 7 is gone without the audit of that, or there in spite of it',
    'user 1@torture.example without a role',
    'user 2@torture.example without the audit of its creation',
    'user 3@torture.example changed 1 times, otherwise in the audit log',
  ])
})

test('a credential whose creation, new secret or deletion the audit log does not know is half-made', async () => {
  const owner = await person()
  const [made, regenerated, deleted] = [await credentialOf(owner), await credentialOf(owner), await credentialOf(owner)]
  const rename = (id: string, name: string) => query('UPDATE application_credentials SET name = $2 WHERE id = $1', [id, name])
  await rename(made.id, 'Made 1')
  await rename(regenerated.id, 'Victim 1')
  await query('UPDATE application_credentials SET secret_version = 2 WHERE id = $1', [regenerated.id])
  await rename(deleted.id, 'Victim 2')
  await audit('credential.deleted', deleted.id, 'Victim 2')
  const { halfMade } = await look()
  expect(halfMade).toEqual([
    'credential Victim 1 with its secret no. 2, otherwise in the audit log',
    'credential Victim 2 is there in spite of the audit of its deletion',
  ])
  // The product audits its own deeds: one more is one too many.
  await audit('credential.created', made.id, 'Made 1')
  expect((await look()).halfMade).toContain('credential Made 1 without the audit of its creation')
})

test('an acknowledged token that is not there, or a revoked one that is alive, is lost', async () => {
  const credential = await credentialOf(await person())
  const [kept, gone, revoked, undone] = await Promise.all(Array.from({ length: 4 }, () => issueToken(credential)))
  const ledger = new Ledger()
  for (const token of [kept, gone, revoked, undone]) ledger.acknowledge(ledger.intend('token', token ?? '', 'alive'))
  for (const token of [revoked, undone]) ledger.acknowledge(ledger.intend('token', token ?? '', 'dead'))
  await query('DELETE FROM sessions WHERE token_hash = $1', [hashSecret(gone ?? '')])
  await query('UPDATE sessions SET revoked_at = now() WHERE token_hash = $1', [hashSecret(revoked ?? '')])
  expect((await look(ledger)).lost).toEqual([
    `token …${gone?.slice(-4)} is dead instead of alive in the database`,
    `token …${undone?.slice(-4)} is alive instead of dead in the database`,
  ])
})
