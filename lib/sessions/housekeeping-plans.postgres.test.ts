import { beforeEach, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import { stepStatement } from '@/lib/db/update-in-steps'
import { credentialOf, person } from '@/lib/testing/company'
import { planOf } from '@/lib/testing/plan-of'
import { sessionsAhead } from './correct-last-uses'
import { idleSessions } from './mark-idle'

useTestDatabase()

const now = new Date('2025-06-15T11:00:00Z')

// A day of 100 000 sessions that ended, and two hundred that live.
beforeEach(async () => {
  const { id } = await credentialOf(await person())
  await database().pool.query(
    `INSERT INTO sessions (id, token_hash, token_hint, credential_id, roles_version, secret_version, issued_at, last_used_at, revoked_at)
     SELECT gen_random_uuid(), sha256(('token ' || n)::bytea), 'wxyz', $2, 0, 1, at, CASE WHEN n % 500 = 0 THEN $1::timestamptz ELSE at END,
       CASE WHEN n % 500 = 0 THEN NULL ELSE at + interval '20 minutes' END
     FROM generate_series(1, 100000) n, LATERAL (SELECT $1::timestamptz - n * interval '0.86 s' AS at) a`,
    [now, id],
  )
})

test.each([
  ['has idled out', idleSessions],
  ['was last used ahead of now', sessionsAhead],
])('with 100 000 sessions what %s is found among those not ended, and no other is read', async (_name, change) => {
  for (const prepare of ['SELECT 1', 'ANALYZE sessions']) {
    await database().pool.query(prepare)
    const { scans, blocks } = await planOf(stepStatement({ ...change, now }, null), database().lookUps)
    expect(scans).toContain('Index Scan sessions_issued_at_idx')
    expect(scans.filter((scan) => scan.startsWith('Seq Scan sessions'))).toEqual([])
    // Two for each that lives.
    expect(blocks).toBeLessThan(1_000)
  }
})
