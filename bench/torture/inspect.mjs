import { createHash } from 'node:crypto'

/** @typedef {(text: string, values?: unknown[]) => Promise<{ rows: any[] }>} Query */

/** What the database says of each kind of thing: key and value as the ledger has them. */
const contents = {
  user: `
    SELECT u.email AS key, u.name || ': ' || coalesce(string_agg(r.name, ', ' ORDER BY r.name COLLATE "C"), '') AS value
    FROM users u LEFT JOIN user_roles x ON x.user_id = u.id LEFT JOIN roles r ON r.id = x.role_id
    WHERE u.email LIKE '%@torture.example' GROUP BY u.id`,
  ticket: "SELECT title AS key, status::text AS value FROM tickets WHERE title LIKE 'Torture %'",
  role: "SELECT name AS key, description AS value FROM roles WHERE name LIKE 'Torture %'",
  setting: "SELECT 'activity_retention_days' AS key, activity_retention_days::text AS value FROM settings",
  credential: "SELECT name AS key, encode(secret_hash, 'hex') AS value FROM application_credentials WHERE name NOT LIKE 'Steady %'",
}

const audited = (/** @type {string} */ id, /** @type {string} */ actions) =>
  `(SELECT count(*) FROM audit_events a WHERE a.target_id = ${id}::text AND a.action IN (${actions}))`

/** Each finds what exists in part only: a row without its audit entry, an entry without its row, a user without roles. */
const halves = [
  `SELECT 'user ' || u.email || ' without a role' AS half FROM users u
   WHERE u.email LIKE '%@torture.example' AND NOT EXISTS (SELECT FROM user_roles x WHERE x.user_id = u.id)`,
  `SELECT 'user ' || u.email || ' without the audit of its creation' AS half FROM users u
   WHERE u.email LIKE '%@torture.example' AND ${audited('u.id', "'user.created'")} <> 1`,
  `SELECT 'user ' || u.email || ' changed ' || u.version || ' times, otherwise in the audit log' AS half FROM users u
   WHERE u.email LIKE '%@torture.example' AND ${audited('u.id', "'user.updated', 'user.roles-changed'")} <> u.version`,
  `SELECT 'audit of user ' || target_name || ' without the user' AS half FROM audit_events
   WHERE action = 'user.created' AND target_id NOT IN (SELECT id::text FROM users)`,
  `SELECT 'role ' || r.name || ' without the audit of its creation' AS half FROM roles r
   WHERE r.name LIKE 'Torture %' AND ${audited('r.id', "'role.created'")} <> 1`,
  `SELECT 'role ' || r.name || ' changed ' || r.version || ' times, otherwise in the audit log' AS half FROM roles r
   WHERE r.name LIKE 'Torture %' AND ${audited('r.id', "'role.updated'")} <> r.version`,
  `SELECT 'role ' || e.target_name || ' is gone without the audit of that, or there in spite of it' AS half FROM audit_events e
   WHERE e.action = 'role.created' AND ${audited('e.target_id', "'role.deleted'")} <> (e.target_id NOT IN (SELECT id::text FROM roles))::int`,
  `SELECT 'activity retention of ' || g.activity_retention_days || ' days, otherwise in the audit log' AS half FROM settings g, LATERAL (
     SELECT after->>'activityRetentionDays' AS days FROM audit_events WHERE action = 'settings.changed' ORDER BY id DESC LIMIT 1) e
   WHERE e.days <> g.activity_retention_days::text`,
  `SELECT 'credential ' || c.name || ' without the audit of its creation' AS half FROM application_credentials c
   WHERE c.name LIKE 'Made %' AND ${audited('c.id', "'credential.created'")} <> 1`,
  `SELECT 'credential ' || c.name || ' with its secret no. ' || c.secret_version || ', otherwise in the audit log' AS half
   FROM application_credentials c
   WHERE c.name NOT LIKE 'Steady %' AND ${audited('c.id', "'credential.secret-regenerated'")} <> c.secret_version - 1`,
  `SELECT 'credential ' || e.target_name || ' is there in spite of the audit of its deletion' AS half FROM audit_events e
   WHERE e.action = 'credential.deleted' AND e.target_id IN (SELECT id::text FROM application_credentials)`,
  `SELECT 'Victim ' || k || ' is gone without the audit of that' AS half FROM generate_series(0, $1::int - 1) k
   WHERE NOT EXISTS (SELECT FROM application_credentials WHERE name = 'Victim ' || k)
     AND (SELECT count(*) FROM audit_events WHERE action = 'credential.deleted' AND target_name = 'Victim ' || k) <> 1`,
]

/** So many tokens a statement looks for. */
const tokensAtOnce = 10_000

/**
 * Looks in the database for everything acknowledged, and for anything half-made.
 * @param {Query} query
 * @param {import('./ledger.mjs').Ledger} ledger
 * @param {number} victims how many credentials there were to delete
 * @param {{ again?: boolean }} [options] again: also for what was found before and has not changed since
 */
export async function inspect(query, ledger, victims, { again = false } = {}) {
  for (const [kind, text] of Object.entries(contents)) {
    const { rows } = await query(text)
    const found = new Map(rows.map(({ key, value }) => [key, value]))
    for (const thing of ledger.all(/** @type {import('./ledger.mjs').Kind} */ (kind)))
      ledger.compare(thing, found.get(thing.key) ?? null, inDatabase)
  }
  const tokens = ledger.all('token').filter((thing) => again || !thing.read || thing.pending.length > 0)
  for (let i = 0; i < tokens.length; i += tokensAtOnce) await inspectTokens(query, ledger, tokens.slice(i, i + tokensAtOnce))
  for (const text of halves) {
    const { rows } = await query(text, text.includes('$1') ? [victims] : [])
    for (const { half } of rows) ledger.halfMade.add(half)
  }
}

const inDatabase = 'in the database'

async function inspectTokens(
  /** @type {Query} */ query,
  /** @type {import('./ledger.mjs').Ledger} */ ledger,
  /** @type {import('./ledger.mjs').Thing[]} */ things,
) {
  const { rows } = await query(
    "SELECT hash FROM unnest($1::text[]) hash WHERE EXISTS (SELECT FROM sessions WHERE token_hash = decode(hash, 'hex') AND revoked_at IS NULL)",
    [things.map(({ key }) => sha256(key))],
  )
  const alive = new Set(rows.map(({ hash }) => hash))
  for (const thing of things) {
    ledger.compare(thing, alive.has(sha256(thing.key)) ? 'alive' : 'dead', inDatabase)
    thing.read = true
  }
}

/** The form in which secrets are stored, in hexadecimal. */
export const sha256 = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex')
