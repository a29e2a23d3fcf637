import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { purgeStatement } from './purge'

useTestDatabase()

test('where calls and hours lie in partitions, only what is too old goes: each partition has other rows at the same places', async () => {
  const client = await database().pool.connect()
  try {
    await client.query(`
      BEGIN;
      CREATE SCHEMA parted;
      CREATE TABLE parted.api_calls (LIKE public.api_calls INCLUDING DEFAULTS) PARTITION BY RANGE (at);
      CREATE TABLE parted.old_calls PARTITION OF parted.api_calls FOR VALUES FROM ('2025-01-01') TO ('2025-05-01');
      CREATE TABLE parted.new_calls PARTITION OF parted.api_calls FOR VALUES FROM ('2025-05-01') TO ('2026-01-01');
      CREATE TABLE parted.api_call_hours (LIKE public.api_call_hours INCLUDING DEFAULTS) PARTITION BY RANGE (hour);
      CREATE TABLE parted.old_hours PARTITION OF parted.api_call_hours FOR VALUES FROM ('2025-01-01') TO ('2025-05-01');
      CREATE TABLE parted.new_hours PARTITION OF parted.api_call_hours FOR VALUES FROM ('2025-05-01') TO ('2026-01-01');
      INSERT INTO parted.api_calls (at, credential_id, method, route, path, status, duration_ms)
      SELECT start + n * interval '1 minute', gen_random_uuid(), 'GET', '/', '/', 200, 1
      FROM generate_series(0, 99) n, unnest('{2025-04-01Z, 2025-06-01Z}'::timestamptz[]) start;
      INSERT INTO parted.api_call_hours (credential_id, hour, succeeded, refused)
      SELECT credential_id, date_trunc('hour', at, 'UTC'), 1, 0 FROM parted.api_calls;
      SET LOCAL search_path = parted, public`)
    const statement = purgeStatement(new Date('2025-05-01T00:00:00Z'))
    expect((await client.query(statement)).rows).toEqual([{ hours: 100, picked: 100, removed: 100 }])
    const left = `SELECT (SELECT count(*)::int FROM api_calls) AS calls, (SELECT count(*)::int FROM api_call_hours) AS hours`
    expect((await client.query(left)).rows).toEqual([{ calls: 100, hours: 100 }])
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
})
