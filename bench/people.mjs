// `npm run bench:people -- [calls]`: what a person and the programs notice when there is much to show and much to forget: pages with
// 1 000 credentials and 5 million calls on record, then the purge of most of them while tokens are checked.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openServer } from './database.mjs'
import { sql } from './fixtures.mjs'
import { startInstance } from './instance.mjs'
import { openLoop } from './load/open-loop.mjs'
import { median, quantile } from './load/outcome.mjs'
import { results } from './program.mjs'
import { requester } from './scenarios.mjs'
import { product } from './targets/product.mjs'

const calls = Number(process.argv[2] ?? 5_000_000)
const port = 4_450
const base = `http://127.0.0.1:${port}`
const list = '/user-management/application-credentials'
/** Far below what the server can do: what is asked is how much the purge disturbs. */
const checksPerSecond = 500
const owner = 'bench@example.com'
const shownId = '00000000-0000-4000-9000-000000000000'

const postgres = await openServer({ durable: false })
const target = {
  ...product,
  key: 'people',
  async fill(/** @type {import('pg').Client} */ client, /** @type {import('./fixtures.mjs').Fill} */ fill) {
    await product.fill(client, fill)
    // What the owner of the thousand credentials can give away.
    await client.query(`INSERT INTO user_roles SELECT u.id, r.id FROM users u, roles r WHERE u.email = '${owner}' AND r.name = 'Team Member'`)
  },
}
const instance = await startInstance(target, 1_000, port, postgres)
const db = /** @type {import('pg').Client} */ (instance.database?.client)

const cookie = await signIn(owner, 'a password of the benchmark')
await addCredentials(10)
await addCalls(5_000)
const small = await timePages()
await addCredentials(990)
await addCalls(calls - 5_000)
const large = await timePages()
console.log(table(small, large))

// The housekeeping of every server process comes round once a minute; retention is what a person sets in General Settings.
console.log('Checks before and during the purge …')
const quiet = await check(20)
const before = await count()
await db.query('UPDATE settings SET activity_retention_days = 1')
/** @type {Awaited<ReturnType<typeof check>>[]} */ const windows = []
let startedAt = 0
const deadline = Date.now() + 15 * 60_000
for (let oldest = await oldestCall(); Date.now() < deadline; ) {
  const window = await check(10)
  const then = await oldestCall()
  if (then > oldest) {
    startedAt ||= Date.now() - 10_000
    windows.push(window)
  } else if (windows.length > 0) break
  oldest = then
}
const seconds = (Date.now() - startedAt) / 1000
const left = await count()
await instance.stop()
await postgres.stop()

const worst = windows.reduce((a, b) => (b.p99 > a.p99 ? b : a))
const purge = { removed: before - left, seconds, quiet, typical: windows[windows.length >> 1], worst }
mkdirSync(results, { recursive: true })
writeFileSync(join(results, 'people.json'), `${JSON.stringify({ calls, small, large, purge }, null, 1)}\n`)
console.log(purge, '\nWritten to bench/results/people.json')
process.exitCode = [quiet, ...windows].some(({ errors }) => errors > 0) ? 1 : 0

/** Signs in as the sign-in form does; returns the cookies. */
async function signIn(/** @type {string} */ email, /** @type {string} */ password) {
  const first = await fetch(`${base}/api/auth/csrf`)
  const { csrfToken } = await first.json()
  const body = new URLSearchParams({ email, password, csrfToken, timeZone: 'UTC', json: 'true' })
  const headers = { cookie: cookiesOf(first) }
  const second = await fetch(`${base}/api/auth/callback/credentials`, { method: 'POST', headers, body, redirect: 'manual' })
  const cookies = cookiesOf(second)
  if (!cookies.includes('session-token')) throw new Error(`Could not sign in: ${second.status}`)
  return cookies
}

function cookiesOf(/** @type {Response} */ response) {
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

async function addCredentials(/** @type {number} */ count) {
  const { rows } = await db.query("SELECT count(*)::int AS n FROM application_credentials WHERE name LIKE 'Program %'")
  const first = rows[0].n
  await db.query(`
    INSERT INTO application_credentials (id, client_id, owner_id, name, operational_role_id, expires_on, expires_zone, expires_at,
      secret_hash, secret_hint, secret_created_at, created_at)
    SELECT ('00000000-0000-4000-9000-' || lpad(k::text, 12, '0'))::uuid, gen_random_uuid(), u.id, 'Program ' || k,
      (SELECT id FROM roles WHERE name = 'Team Member'),
      to_char(now() + interval '30 days', 'YYYY-MM-DD'), 'UTC', date_trunc('day', now()) + interval '31 days', ${sql.sha256("'p' || k")}, '0000', now(), now()
    FROM users u, generate_series(${first}, ${first + count - 1}) k WHERE u.email = '${owner}'`)
}

/** Calls of the last thirty days; every fifth belongs to the credential whose page is timed. */
async function addCalls(/** @type {number} */ count) {
  for (let done = 0; done < count; done += 500_000) {
    const step = Math.min(500_000, count - done)
    await db.query(`
      INSERT INTO api_calls (at, credential_id, session_id, session_hint, method, route, path, status, duration_ms, ip)
      SELECT now() - random() * interval '29 days 12 hours', CASE WHEN n % 5 = 0 THEN '${shownId}' ELSE c.ids[1 + n % cardinality(c.ids)] END,
        gen_random_uuid(), 'abcd', 'GET', '/api/v1/me', '/api/v1/me', CASE WHEN n % 20 = 0 THEN 403 ELSE 200 END, n % 40, '127.0.0.1'
      FROM generate_series(1, ${step}) n,
        (SELECT array_agg(id) AS ids FROM application_credentials WHERE name LIKE 'Program %') c`)
  }
  await db.query('TRUNCATE api_call_hours')
  await db.query(`
    INSERT INTO api_call_hours (credential_id, hour, succeeded, refused)
    SELECT credential_id, date_trunc('hour', at, 'UTC'), count(*) FILTER (WHERE status < 400), count(*) FILTER (WHERE status >= 400)
    FROM api_calls GROUP BY 1, 2`)
  await db.query('VACUUM ANALYZE')
}

/** Median time to the whole answer, in ms, and its size. */
async function timePages() {
  const pages = {
    'the list': list,
    'details and activity of one': `${list}/${shownId}`,
    'its calls of the last hour as CSV': `${list}/${shownId}/calls.csv?period=hour`,
    'Credential Inventory': '/administration/credential-inventory',
    Audit: '/administration/audit',
  }
  /** @type {Record<string, { ms: number, kb: number }>} */ const times = {}
  for (const [name, path] of Object.entries(pages)) {
    /** @type {number[]} */ const ms = []
    let size = 0
    for (let i = 0; i < 25; i++) {
      const start = performance.now()
      const response = await fetch(`${base}${path}`, { headers: { cookie }, redirect: 'manual' })
      size = (await response.text()).length
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}`)
      // The first ones warm everything up.
      if (i >= 5) ms.push(performance.now() - start)
    }
    times[name] = { ms: Number(median(ms)), kb: size / 1024 }
  }
  return times
}

async function check(/** @type {number} */ seconds) {
  const requesters = Array.from({ length: 16 }, () => requester('check', target, instance.fill, []))
  const { latencies, errors } = await openLoop(port, requesters, seconds, checksPerSecond)
  latencies.sort((a, b) => a - b)
  return {
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    max: latencies.at(-1),
    errors: [...errors.values()].reduce((sum, n) => sum + n, 0),
  }
}

async function oldestCall() {
  return Number((await db.query('SELECT min(hour) AS at FROM api_call_hours')).rows[0].at)
}

async function count() {
  return (await db.query('SELECT count(*)::int AS n FROM api_calls')).rows[0].n
}

function table(/** @type {typeof small} */ few, /** @type {typeof small} */ many) {
  const rows = Object.keys(few).map(
    (name) => `| ${name} | ${few[name].ms.toFixed(0)} ms, ${few[name].kb.toFixed(0)} KB | ${many[name].ms.toFixed(0)} ms, ${many[name].kb.toFixed(0)} KB |`,
  )
  return [`| page | 10 credentials, 5 000 calls | 1 000 credentials, ${calls} calls |`, '|---|--:|--:|', ...rows].join('\n')
}
