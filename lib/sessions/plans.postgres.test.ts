import { createHash, randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { selectClients } from '@/lib/credentials/select-clients'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { credentialOf, person } from '@/lib/testing/company'
import { planOf } from '@/lib/testing/plan-of'
import { selectSessions } from './authenticate'
import { insertSessions } from './issue'

useTestDatabase()

const sha256 = (text: string) => createHash('sha256').update(text).digest()
let clientIds: string[]
let issuable: Record<string, unknown>[]

// A thousand people with two roles and a credential each, and 100 000 sessions.
beforeEach(async () => {
  const { pool } = database()
  const { id } = await credentialOf(await person(['Team Member'], ['Viewer']), { builder: 'Viewer' })
  await pool.query(
    `WITH people AS (
       INSERT INTO users (id, email, name, password_hash) SELECT gen_random_uuid(), 'p' || n || '@example.com', 'P', 'x' FROM generate_series(1, 1000) n RETURNING id
     ), held AS (
       INSERT INTO user_roles SELECT p.id, r.id FROM people p, roles r WHERE r.name IN ('Team Member', 'Viewer')
     )
     INSERT INTO application_credentials (id, client_id, owner_id, name, operational_role_id, builder_role_id, expires_on, expires_zone, expires_at, secret_hash,
       secret_hint, secret_created_at, created_at)
     SELECT gen_random_uuid(), gen_random_uuid(), p.id, p.id::text, c.operational_role_id, c.builder_role_id, c.expires_on, c.expires_zone, c.expires_at,
       c.secret_hash, c.secret_hint, c.secret_created_at, c.created_at
     FROM people p, application_credentials c WHERE c.id = $1`,
    [id],
  )
  await pool.query(
    `INSERT INTO sessions (id, token_hash, token_hint, credential_id, operational_role_id, builder_role_id, roles_version, secret_version, issued_at, last_used_at)
     SELECT gen_random_uuid(), sha256(('token ' || n)::bytea), 'wxyz', c.id, c.operational_role_id, c.builder_role_id, 0, 1, now(), now()
     FROM generate_series(1, 100000) n
     JOIN (SELECT *, row_number() OVER () - 1 AS place FROM application_credentials) c ON c.place = n % 1000`,
  )
  await pool.query(
    `INSERT INTO failed_attempts (key, level, at) SELECT sha256(('source ' || n)::bytea), 1, now() FROM generate_series(1, 10000) n`,
  )
  await pool.query('ANALYZE')
  const { rows } = await pool.query<{ client_id: string }>('SELECT client_id FROM application_credentials LIMIT 100')
  clientIds = rows.map((row) => row.client_id)
  const { rows: credentials } = await pool.query(
    `SELECT c.id, c.operational_role_id, c.builder_role_id, u.roles_version, date_part('epoch', c.expires_at) AS expires
     FROM application_credentials c JOIN users u ON u.id = c.owner_id LIMIT 100`,
  )
  issuable = credentials
})

const hashes = (size: number) => Array.from({ length: size }, (_, n) => sha256(`token ${1 + n * 999}`))
const sources = (size: number) => Array.from({ length: size }, (_, n) => sha256(`source ${n}`))
const tokens = (size: number) => ({ ...selectSessions, values: [hashes(size)] })
const clients = (size: number) => ({ ...selectClients, values: [clientIds.slice(0, size), sources(size), sources(size)] })

/** New sessions of different clients, as good as judged: the parameters of the statement, by column. */
const sessions = (size: number) => {
  const rows = issuable.slice(0, size)
  const each = (make: (credential: Record<string, unknown>) => unknown) => rows.map(make)
  const values = [
    each(() => randomUUID()),
    each(() => sha256(randomUUID())),
    each(() => 'new'),
    each((c) => c.id),
    each((c) => c.operational_role_id),
    each((c) => c.builder_role_id),
    each((c) => c.roles_version),
    each(() => 1),
    each(() => Date.now() / 1000),
    ...[each(() => null), each(() => null), each(() => null)],
    each(() => 1),
    each((c) => c.expires),
    each(() => 1200),
  ]
  return { ...insertSessions, values }
}

/** What the pool of the token path does with batches of several sizes: the scans of each, the blocks, and how it was planned. */
async function judged(statement: (size: number) => { name: string; text: string; values: unknown[] }, index: RegExp, blocksAtRest = 40) {
  for (const size of [1, 16, 100]) {
    const { scans, blocks } = await planOf(statement(size), database().lookUps)
    expect(scans.filter((scan) => scan.startsWith('Seq Scan'))).toEqual([])
    expect(scans).toContainEqual(expect.stringMatching(index))
    expect(blocks).toBeLessThan(blocksAtRest + size * 40)
  }
  const connection = await database().lookUps.connect()
  try {
    for (const size of [1, 1, 1, 1, 1, 1, 16, 100, 16, 1]) await connection.query(statement(size))
    const plans = 'SELECT generic_plans::int AS generic, custom_plans::int AS custom FROM pg_prepared_statements WHERE name = $1'
    const { rows } = await connection.query(plans, [statement(1).name])
    expect(rows[0].custom).toBe(0)
    expect(rows[0].generic).toBeGreaterThanOrEqual(10)
  } finally {
    connection.release(true)
  }
}

test('with 100 000 sessions the tokens of a batch are found by index alone, planned once, in blocks that follow the batch', async () => {
  await judged(tokens, /Index Scan sessions_token_hash_key$/)
  const { blocks } = await planOf({ ...selectSessions, values: [[sha256(randomUUID())]] }, database().lookUps)
  expect(blocks).toBeLessThan(20)
})

test('of a thousand clients those of a batch are found by index alone, with roles and failures on record, planned once', async () => {
  await judged(clients, /Index Scan application_credentials_client_id_key$/)
})

test('sessions of a batch are stored without reading any other, whatever they are compared with, planned once', async () => {
  // Their indexes are looked for a place in, too.
  await judged(sessions, /Index Scan application_credentials_pkey$/, 80)
  // All of them: of 1, 16 and 100 in turn, then of 1 seven times, of 16 twice and of 100.
  const { rows } = await database().pool.query("SELECT count(*)::int AS stored FROM sessions WHERE token_hint = 'new'")
  expect(rows).toEqual([{ stored: 117 + 139 }])
})
