import { beforeEach, describe, expect, test } from 'vitest'
import { database } from './client'
import { useTestDatabase } from './test-database'

useTestDatabase()

/** As somebody at the SQL prompt would. */
const sql = async (text: string, values: unknown[] = []) => (await database().pool.query(text, values)).rows

let person: string
let other: string
let roles: string[]

async function insertPerson(name: string): Promise<string> {
  const [row] = await sql(
    `INSERT INTO users (id, email, name, password_hash) VALUES (gen_random_uuid(), $1 || '@example.com', $1, 'x') RETURNING id`,
    [name],
  )
  return row.id
}

const give = (userId: string, ...roleIds: (string | undefined)[]) =>
  sql('INSERT INTO user_roles (user_id, role_id) SELECT $1, unnest($2::uuid[])', [userId, roleIds])

beforeEach(async () => {
  person = await insertPerson('person')
  other = await insertPerson('other')
  roles = (await sql('SELECT id FROM roles ORDER BY kind, name')).map((row) => row.id)
  await give(person, roles[0], roles[1])
  await give(other, roles[0])
})

/** By how much `change` raises the roles_version of the person and of the other one. */
async function raisedBy(change: () => Promise<unknown>) {
  const read = async (): Promise<[number, number]> => {
    const rows = await sql('SELECT id, roles_version AS version FROM users')
    const of = (id: string) => rows.find((row) => row.id === id)?.version ?? Number.NaN
    return [of(person), of(other)]
  }
  const before = await read()
  await change()
  const after = await read()
  return [after[0] - before[0], after[1] - before[1]]
}

describe('any change of a person’s roles raises their roles_version and nobody else’s, whoever makes it', () => {
  test('a role given', async () => {
    expect(await raisedBy(() => give(person, roles[2]))).toEqual([1, 0])
  })

  test('several given at once', async () => {
    expect(await raisedBy(() => give(person, roles[2], roles[3]))).toEqual([2, 0])
  })

  test('a role taken', async () => {
    expect(await raisedBy(() => sql('DELETE FROM user_roles WHERE user_id = $1 AND role_id = $2', [person, roles[0]]))).toEqual([1, 0])
  })

  test('all of them taken', async () => {
    expect(await raisedBy(() => sql('DELETE FROM user_roles WHERE user_id = $1', [person]))).toEqual([2, 0])
  })

  test('one exchanged for another', async () => {
    const exchange = () => sql('UPDATE user_roles SET role_id = $3 WHERE user_id = $1 AND role_id = $2', [person, roles[0], roles[2]])
    expect(await raisedBy(exchange)).toEqual([1, 0])
  })

  test('one moved to another person raises both', async () => {
    const move = () => sql('UPDATE user_roles SET user_id = $2 WHERE user_id = $1 AND role_id = $3', [person, other, roles[1]])
    expect(await raisedBy(move)).toEqual([1, 1])
  })

  test('a role taken from everybody raises everybody who held it', async () => {
    expect(await raisedBy(() => sql('DELETE FROM user_roles WHERE role_id = $1', [roles[0]]))).toEqual([1, 1])
  })

  test('a change that is rolled back raises nothing', async () => {
    const change = async () => {
      const client = await database().pool.connect()
      await client.query('BEGIN')
      await client.query('DELETE FROM user_roles')
      await client.query('ROLLBACK')
      client.release()
    }
    expect(await raisedBy(change)).toEqual([0, 0])
  })

  test('statements that change no role raise nothing', async () => {
    expect(await raisedBy(() => sql('INSERT INTO user_roles SELECT user_id, role_id FROM user_roles ON CONFLICT DO NOTHING'))).toEqual([
      0, 0,
    ])
    expect(await raisedBy(() => sql(`DELETE FROM user_roles WHERE user_id = gen_random_uuid()`))).toEqual([0, 0])
    expect(await raisedBy(() => sql(`UPDATE roles SET description = 'other', features = '{}'`))).toEqual([0, 0])
  })
})

describe('disabling and enabling', () => {
  const disable = (at: string | null) => sql('UPDATE users SET disabled_at = $2 WHERE id = $1', [person, at])

  test('each raise roles_version, so that enabling brings nothing back', async () => {
    expect(await raisedBy(() => disable('2025-01-01'))).toEqual([1, 0])
    expect(await raisedBy(() => disable(null))).toEqual([1, 0])
  })

  test('a person who is so already is not touched', async () => {
    expect(await raisedBy(() => disable(null))).toEqual([0, 0])
    await disable('2025-01-01')
    expect(await raisedBy(() => disable('2025-01-01'))).toEqual([0, 0])
  })

  test('cannot be hidden by setting roles_version back in the same statement', async () => {
    expect(await raisedBy(() => sql('UPDATE users SET disabled_at = now(), roles_version = 0 WHERE id = $1', [person]))).toEqual([1, 0])
  })

  test('other changes of a person raise nothing', async () => {
    const rename = () =>
      sql(`UPDATE users SET name = 'New', email = 'new@example.com', time_zone = 'UTC', last_sign_in_at = now() WHERE id = $1`, [person])
    expect(await raisedBy(rename)).toEqual([0, 0])
  })
})

describe('any change of a role changes when roles last changed, whoever makes it', () => {
  const changedAt = async () => (await sql('SELECT changed_at::text AS at FROM roles_state'))[0]?.at

  async function isNoted(change: () => Promise<unknown>) {
    const before = await changedAt()
    await change()
    return (await changedAt()) > before
  }

  test.each([
    ['a role made', `INSERT INTO roles (id, kind, name) VALUES (gen_random_uuid(), 'BUILDER', 'New')`],
    ['one renamed', `UPDATE roles SET name = 'Renamed' WHERE name = 'Team Leader'`],
    ['what it carries', `UPDATE roles SET features = '{}' WHERE name = 'Team Leader'`],
    ['one deleted', `DELETE FROM roles WHERE name = 'User Manager'`],
    ['all of them', 'TRUNCATE roles CASCADE'],
  ])('%s', async (_what, statement) => {
    expect(await isNoted(() => sql(statement))).toBe(true)
  })

  test('each of two in a row is noted by itself', async () => {
    const rename = (name: string) => () => sql(`UPDATE roles SET description = $1 WHERE name = 'Team Leader'`, [name])
    expect([await isNoted(rename('first')), await isNoted(rename('second'))]).toEqual([true, true])
  })

  test('a clock that was set back', async () => {
    await sql(`UPDATE roles_state SET changed_at = now() + interval '1 hour'`)
    expect(await isNoted(() => sql(`UPDATE roles SET description = 'later'`))).toBe(true)
  })

  test('one that is rolled back is not, nor is a statement that changes none', async () => {
    const rolledBack = async () => {
      const client = await database().pool.connect()
      await client.query(`BEGIN; UPDATE roles SET features = '{}'; ROLLBACK`)
      client.release()
    }
    expect(await isNoted(rolledBack)).toBe(false)
    expect(await isNoted(() => sql('DELETE FROM roles WHERE false'))).toBe(false)
    expect(await isNoted(() => sql('UPDATE users SET name = name'))).toBe(false)
  })
})

describe('the audit log is append-only', () => {
  beforeEach(async () => {
    await sql(
      `INSERT INTO audit_events (at, actor_name, action, target_type, target_id, target_name) VALUES (now(), 'Test', 'user.created', 'user', '1', 'Somebody')`,
    )
  })

  const events = () => sql('SELECT actor_name, action, target_name FROM audit_events')

  test.each([
    ['UPDATE', `UPDATE audit_events SET actor_name = 'Nobody'`],
    ['UPDATE', `UPDATE audit_events SET actor_name = 'Nobody' WHERE false`],
    ['DELETE', 'DELETE FROM audit_events'],
    ['DELETE', 'DELETE FROM audit_events WHERE id = -1'],
    ['TRUNCATE', 'TRUNCATE audit_events'],
    ['UPDATE', `INSERT INTO audit_events SELECT * FROM audit_events ON CONFLICT (id) DO UPDATE SET actor_name = 'Nobody'`],
  ])('%s is refused: %s', async (operation, statement) => {
    await expect(sql(statement)).rejects.toMatchObject({
      code: '42501',
      message: `audit_events is append-only: ${operation} is refused`,
    })
    expect(await events()).toEqual([{ actor_name: 'Test', action: 'user.created', target_name: 'Somebody' }])
  })
})

describe('settings are one row, always there, within its limits', () => {
  test.each([
    'INSERT INTO settings (id) VALUES (2)',
    'UPDATE settings SET id = 2',
    'UPDATE settings SET idle_session_timeout_seconds = 0',
    'UPDATE settings SET idle_session_timeout_seconds = 86401',
  ])('%s is refused', async (statement) => {
    await expect(sql(statement)).rejects.toMatchObject({ code: '23514' })
    expect(await sql('SELECT id, idle_session_timeout_seconds FROM settings')).toEqual([{ id: 1, idle_session_timeout_seconds: 1200 }])
  })
})
