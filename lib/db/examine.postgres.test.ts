import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StartError } from '@/lib/start-error'
import { callApi, credentialOf, issueToken, person } from '@/lib/testing/company'
import { createOwnDatabase, type OwnDatabase, withDatabase } from '@/lib/testing/own-database'
import { prisma } from './client'
import { useTestDatabase } from './test-database'

useTestDatabase()

let own: OwnDatabase

beforeEach(async () => {
  own = await createOwnDatabase('examined')
})
afterEach(async () => {
  await own.drop()
})

const withParameters = (parameters: Record<string, string>) => {
  const url = new URL(own.url)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}
const alter = (...settings: string[]) => own.sql(...settings.map((setting) => `ALTER DATABASE ${own.name} SET ${setting}`))
const refusal = (url = own.url) =>
  withDatabase(url, async () => {
    throw new Error('it was opened')
  }).catch((thrown: Error) => thrown)
const tables = async () =>
  (
    await own.sql(`SELECT n.nspname AS schema, count(*)::int AS tables FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE relkind = 'r' AND n.nspname !~ '^(pg_|information_schema)' GROUP BY 1`)
  ).rows

/** Issues a token, uses it, and reads what was stored. */
async function live() {
  const owner = await person()
  const accessToken = await issueToken(await credentialOf(owner))
  const { status, body } = await callApi(accessToken)
  const user = await prisma().user.findUniqueOrThrow({ where: { id: owner.id }, select: { createdAt: true } })
  return { status, email: body.owner?.email === owner.email, secondsOff: Math.abs(Date.now() - user.createdAt.getTime()) / 1000 }
}
const lives = { status: 200, email: true, secondsOff: expect.closeTo(0, -1) }

describe('settings', () => {
  test('instants, bytes and arrays are stored and read right whatever the database and a URL’s own options set', async () => {
    await alter(
      "TimeZone = 'Asia/Kolkata'",
      "DateStyle = 'German, DMY'",
      "bytea_output = 'escape'",
      'array_nulls = off',
      'extra_float_digits = -15',
      'standard_conforming_strings = off',
      "default_transaction_isolation = 'serializable'",
    )
    const url = withParameters({ options: '-c TimeZone=America/New_York -c work_mem=7MB' })
    const { result, shown } = await withDatabase(url, async ({ pool, lookUps }) => ({
      result: await live(),
      shown: await Promise.all(
        [pool, lookUps].flatMap((some) => ['TimeZone', 'work_mem'].map(async (name) => (await some.query(`SHOW ${name}`)).rows)),
      ),
    }))
    expect(result).toEqual(lives)
    // What we do not rely on stays the operator's.
    expect(shown).toEqual(
      Array(2)
        .fill([[{ TimeZone: 'UTC' }], [{ work_mem: '7MB' }]])
        .flat(),
    )
    const { rows } = await own.sql(
      `SELECT abs(date_part('epoch', now() - issued_at)) < 60 AS issued, abs(date_part('epoch', now() - u.created_at)) < 60 AS created
       FROM sessions, users u`,
    )
    expect(rows).toEqual([{ issued: true, created: true }])
  })

  test('a provider’s statement_timeout does not kill the wait for the migration lock', async () => {
    await alter("statement_timeout = '100ms'", "lock_timeout = '100ms'", "idle_in_transaction_session_timeout = '100ms'")
    const other = new pg.Client({ connectionString: own.url, options: '-c statement_timeout=0 -c lock_timeout=0' })
    await other.connect()
    await other.query('SELECT pg_advisory_lock(72707369)')
    const opened = withDatabase(own.url, async ({ pool }) => (await pool.query('SHOW statement_timeout')).rows)
    expect(await Promise.race([opened, delay(400, 'waits')])).toBe('waits')
    await other.end()
    // For requests it holds.
    expect(await opened).toEqual([{ statement_timeout: '100ms' }])
  })

  test('a server that is read-only is refused before anything is created', async () => {
    await alter('default_transaction_read_only = on')
    expect(await refusal()).toBeInstanceOf(StartError)
    expect(await tables()).toEqual([])
  })
})

describe.each(['LATIN1', 'SQL_ASCII'])('a database in %s', (encoding) => {
  beforeEach(async () => {
    await own.drop()
    own = await createOwnDatabase('examined', `ENCODING '${encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`)
  })

  test('is refused at start, with what to do', async () => {
    const error = await refusal()
    expect(error).toBeInstanceOf(StartError)
    expect(error.message).toMatch(new RegExp(`/${own.name} stores text as ${encoding}, .*ENCODING 'UTF8'`))
    expect(await tables()).toEqual([])
  })
})

describe('a schema other than public', () => {
  test.each([
    ['?schema=', 'My own-schema', { schema: 'My own-schema' }],
    ['search_path in the options', 'app', { options: '-c search_path=app,public' }],
  ])('works in that one schema: %s', async (_name, schema, parameters) => {
    await own.sql(`CREATE SCHEMA "${schema}"`)
    const url = withParameters(parameters)
    expect(await withDatabase(url, live)).toEqual(lives)
    const made = await tables()
    expect(made.map(({ schema }) => schema)).toEqual([schema])
    // A second start finds them.
    expect(await withDatabase(url, live)).toEqual(lives)
    expect(await tables()).toEqual(made)
  })

  test('works in the schema of an ordinary role’s own, also when search_path names others', async () => {
    const role = own.name
    await own.sql(
      `DROP ROLE IF EXISTS ${role}`,
      `CREATE ROLE ${role} LOGIN`,
      `CREATE SCHEMA ${role} AUTHORIZATION ${role}`,
      `ALTER ROLE ${role} SET search_path = "$user", public`,
    )
    const url = new URL(own.url)
    url.username = role
    expect(await withDatabase(url.href, live)).toEqual(lives)
    expect((await tables()).map(({ schema }) => schema)).toEqual([role])
    await own.drop()
    own = await createOwnDatabase('examined')
    await own.sql(`DROP ROLE ${role}`)
  })

  test.each([
    ['?schema= names none', { schema: 'nowhere' }, /no schema nowhere/],
    ['?schema= names one that statements cannot', { schema: '"' }, /holds a quotation mark/],
    ['search_path names none', { options: '-c search_path=nowhere' }, /no schema to create tables in/],
  ])('that does not exist is refused before anything is created: %s', async (_name, parameters, message) => {
    await own.sql('CREATE SCHEMA """"')
    const error = await refusal(withParameters(parameters))
    expect(error).toBeInstanceOf(StartError)
    expect(error.message).toMatch(message)
    expect(await tables()).toEqual([])
  })

  test('that comes before the one that holds the data is refused, not filled anew', async () => {
    await withDatabase(own.url, live)
    const made = await tables()
    await own.sql('CREATE SCHEMA app')
    const error = await refusal(withParameters({ options: '-c search_path=app,public' }))
    expect(error).toBeInstanceOf(StartError)
    expect(error.message).toMatch(/is in the schema public, but new tables would be created in app.*\?schema=public/)
    expect(await tables()).toEqual(made)
    expect(await withDatabase(withParameters({ options: '-c search_path=app,public', schema: 'public' }), live)).toEqual(lives)
  })
})
