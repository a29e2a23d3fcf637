import { afterEach, expect, test } from 'vitest'
import { database } from './client'
import { deleteInSteps } from './delete-in-steps'
import { useTestDatabase } from './test-database'

useTestDatabase()

afterEach(async () => {
  await database().pool.query('DROP TABLE IF EXISTS parted')
})

test('of a table in partitions only the rows that are due go: in each partition another one lies at the same place', async () => {
  const { pool } = database()
  // What is due lies in the first partition alone; the second has as many rows at the same places.
  await pool.query(`
    CREATE TABLE parted (id int, at timestamptz) PARTITION BY RANGE (id);
    CREATE TABLE parted_old PARTITION OF parted FOR VALUES FROM (0) TO (10000);
    CREATE TABLE parted_new PARTITION OF parted FOR VALUES FROM (10000) TO (20000);
    INSERT INTO parted SELECT n, CASE WHEN n < 1500 THEN '2025-01-01Z'::timestamptz ELSE '2025-06-01Z' END FROM generate_series(0, 19999) n`)
  const before = new Date('2025-03-01T00:00:00Z')
  expect(await deleteInSteps({ table: 'parted', key: 'id', where: 'at < $1', orderBy: 'at', before })).toBe(1_500)
  const { rows } = await pool.query('SELECT count(*)::int AS n, min(id) AS first FROM parted')
  expect(rows).toEqual([{ n: 18_500, first: 1_500 }])
})
