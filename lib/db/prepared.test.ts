import { describe, expect, test } from 'vitest'
import { database } from './client'
import { bytes, flag, instant, number, optional, reader, selectList, text, wireList, words } from './columns'
import { arrayParameter, runPrepared } from './prepared'
import { useTestDatabase } from './test-database'

useTestDatabase()

const run = (name: string, sql: string, values: (string | null)[]) => runPrepared(database().lookUps, { name, text: sql }, values)

describe('array parameters arrive as they are', () => {
  test('texts, whatever is in them', async () => {
    const texts = ['', ' ', 'NULL', 'null', 'a,b', '{}', '"', '\\', '\\"', "'; --", 'Zürich 夜間 😀', 'line\nbreak\ttab', '\\x41']
    expect(await run('texts', 'SELECT * FROM unnest($1::text[])', [arrayParameter([...texts, null])])).toEqual(
      [...texts, null].map((t) => [t]),
    )
  })

  test('bytes and numbers', async () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
    const rows = await run('bytes', "SELECT encode(b, 'hex'), n::text FROM unnest($1::bytea[], $2::int[]) AS u(b, n)", [
      arrayParameter([all, Buffer.alloc(0), null]),
      arrayParameter([1, -2, null]),
    ])
    expect(rows).toEqual([
      [all.toString('hex'), '1'],
      ['', '-2'],
      [null, null],
    ])
  })

  test('none', async () => {
    expect(await run('none', 'SELECT * FROM unnest($1::uuid[])', [arrayParameter([])])).toEqual([])
  })
})

test('a statement that fails rejects with the database’s error, and its connection goes on', async () => {
  await expect(run('divide', 'SELECT 1 / $1::int', ['0'])).rejects.toMatchObject({ code: '22012' })
  expect(await run('divide', 'SELECT 1 / $1::int', ['1'])).toEqual([['1']])
  await expect(run('broken', 'SELECT nothing FROM nowhere WHERE $1::int = 1', ['1'])).rejects.toMatchObject({ code: '42P01' })
  await expect(run('broken', 'SELECT nothing FROM nowhere WHERE $1::int = 1', ['1'])).rejects.toMatchObject({ code: '42P01' })
  expect(await run('divide', 'SELECT 1 / $1::int', ['1'])).toEqual([['1']])
})

test('it is prepared once for each connection, and changes answer nothing but how many', async () => {
  for (let i = 0; i < 3; i++) await run('once', 'SELECT count(*) FROM pg_prepared_statements WHERE name = $1', ['once'])
  expect(await run('once', 'SELECT count(*) FROM pg_prepared_statements WHERE name = $1', ['once'])).toEqual([['1']])
  expect(await run('change', 'UPDATE settings SET id = id WHERE id = $1::int', ['1'])).toEqual([])
})

test('columns are the same whether pg reads them or we do', async () => {
  const columns = {
    text: text('v.t'),
    number: number('v.n'),
    flag: flag('v.f'),
    bytes: bytes('v.b'),
    instant: instant('v.i'),
    words: words('v.w'),
    none: optional(instant('v.none')),
  }
  const from = `FROM (VALUES
    ('a "b"', 1, true, '\\x00ff'::bytea, '2026-11-22T05:06:07.089Z'::timestamptz, '{a:b,c}'::text[], NULL::timestamptz),
    ('', -2, false, ''::bytea, '1969-12-31T23:59:59.999Z', '{}', NULL),
    ('ü', 0, true, '\\x', '9999-12-31T23:59:59.999Z', '{x}', NULL)) AS v(t, n, f, b, i, w, none)`
  const { rows } = await database().pool.query(`SELECT ${selectList(columns)} ${from}`)
  const ours = (await run('columns', `SELECT ${wireList(columns)} ${from} WHERE $1::int = 1`, ['1'])).map(reader(columns))
  expect(ours).toEqual(rows)
  expect(ours[0]).toEqual({
    text: 'a "b"',
    number: 1,
    flag: true,
    bytes: Buffer.from([0, 255]),
    instant: new Date('2026-11-22T05:06:07.089Z'),
    words: ['a:b', 'c'],
    none: null,
  })
})

test('an instant goes and comes back to the millisecond', async () => {
  const instants = Array.from({ length: 2_000 }, (_, i) => new Date(1_795_000_000_000 + i * 7_919_333))
  const column = { at: instant('v.at') }
  const from = 'FROM (SELECT to_timestamp(epoch) AS at, n FROM unnest($1::float8[]) WITH ORDINALITY AS e(epoch, n)) v ORDER BY n'
  const rows = await run('instants', `SELECT ${wireList(column)} ${from}`, [arrayParameter(instants)])
  expect(rows.map(reader(column)).map(({ at }) => at)).toEqual(instants)
})
