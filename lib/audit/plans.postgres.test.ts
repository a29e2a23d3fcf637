import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { useTestDatabase } from '@/lib/db/test-database'
import type { AuditFilter } from './filter'
import { auditStatement } from './list'

useTestDatabase()

const now = new Date('2026-06-15T11:20:30.500Z')
const busy = randomUUID()
const quiet = randomUUID()
const target = randomUUID()

/** So many events at once, so that no statement takes long. */
const step = 20_000

/** 200 000 events: one person did half of them, another three, long ago; so with actions and targets. */
async function fill() {
  const { pool } = database()
  for (let last = 200_000; last > 0; last -= step) {
    await pool.query(
      `INSERT INTO audit_events (at, actor_id, actor_name, action, target_type, target_id, target_name)
       SELECT $1::timestamptz - n * interval '157 s',
         CASE WHEN n > 199997 THEN $3::uuid WHEN n % 2 = 0 THEN $2::uuid END,
         CASE WHEN n > 199997 THEN 'Quiet person' WHEN n % 2 = 0 THEN 'Busy person' ELSE 'Person ' || n % 5000 END,
         CASE WHEN n > 199997 THEN 'role.deleted' WHEN n % 3 = 0 THEN 'credential.created' ELSE 'sign-in.succeeded' END,
         'credential', CASE WHEN n > 199997 THEN $4 ELSE md5((n % 20000)::text) END,
         CASE WHEN n > 199997 THEN 'Rare target' ELSE 'Credential ' || n % 20000 END
       FROM generate_series($5::int, $6::int, -1) AS n`,
      [now, busy, quiet, target, last, last - step + 1],
    )
  }
  await pool.query('ANALYZE audit_events')
}

/** The indexes and tables PostgreSQL read, and how many blocks. */
async function planOf(filter: AuditFilter, after?: string) {
  const { text, values } = auditStatement({ filter, timeZone: 'Europe/London', after, limit: 50 })
  const { rows } = await database().pool.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values)
  type Node = { [key: string]: unknown; Plans?: Node[] }
  const root = rows[0]['QUERY PLAN'][0].Plan as Node
  const nodes: Node[] = []
  const walk = (node: Node) => {
    nodes.push(node)
    node.Plans?.forEach(walk)
  }
  walk(root)
  const scans = nodes.filter((node) => node['Relation Name'] === 'audit_events' || String(node['Index Name']).startsWith('audit_events'))
  return {
    scans: scans.map((node) => `${node['Node Type']}`),
    blocks: Number(root['Shared Hit Blocks']) + Number(root['Shared Read Blocks']),
  }
}

const deep = `${new Date('2025-09-01T00:00:00Z').toISOString()}_100000`

const pages: [name: string, filter: AuditFilter, after?: string][] = [
  ['all', {}],
  ['all, far down', {}, deep],
  ['a day long ago', { from: '2025-07-01', to: '2025-07-01' }],
  ['a busy person', { by: busy }],
  ['a busy person, far down', { by: busy }, deep],
  ['a person of long ago', { by: quiet }],
  ['a person of long ago, by name', { by: 'quiet' }],
  ['a name that half of all events carry', { by: 'busy' }, deep],
  ['a target of long ago', { target }],
  ['a target of long ago, by name', { target: 'rare t' }],
  ['a common name', { target: 'cred' }],
  ['a common action, far down', { action: 'credential.created' }, deep],
  ['a rare action', { action: 'role.deleted' }],
  ['a common area, far down', { action: 'sign-in' }, deep],
  ['a rare area', { action: 'role' }],
  ['a rare area in a time without it', { action: 'role', from: '2026-01-01' }],
]

test('with 200 000 events a page is read off an index, a few hundred blocks of thousands, wherever it is and however it is filtered', async () => {
  await fill()
  for (const [name, filter, after] of pages) {
    const { scans, blocks } = await planOf(filter, after)
    expect(scans.length, name).toBeGreaterThan(0)
    expect(
      scans.filter((scan) => scan.includes('Seq Scan')),
      name,
    ).toEqual([])
    expect(blocks, name).toBeLessThan(400)
  }
}, 120_000)
