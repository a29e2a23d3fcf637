import { clientId, clientSecret, sql } from '../fixtures.mjs'

/** Credentials that work throughout. */
export const steadyCount = 20

/** Credentials that Builder regenerates and deletes. */
export const victimCount = 400

/** Who owns all of them, and makes every change. */
export const owner = 'ada@demo.example'

/** A steady credential. */
export const steady = (/** @type {number} */ k) => ({ clientId: clientId(k % steadyCount), secret: clientSecret(k % steadyCount) })

/** A credential to regenerate or delete: its name, its id, and what its holder presents. */
export const victim = (/** @type {number} */ k) => ({
  name: `Victim ${k}`,
  id: `00000000-0000-4000-9000-${String(k).padStart(12, '0')}`,
  clientId: clientId(1_000 + k),
  secret: clientSecret(1_000 + k),
})

const insert = (/** @type {number} */ from, /** @type {number} */ count, /** @type {string} */ name, /** @type {string} */ id) => `
  INSERT INTO application_credentials (id, client_id, owner_id, name, operational_role_id, builder_role_id, expires_on, expires_zone, expires_at,
    secret_hash, secret_hint, secret_created_at, created_at)
  SELECT ${id}, ${sql.clientId('k')}::uuid, u.id, ${name}, o.id, b.id, '2099-12-31', 'UTC', '2100-01-01Z',
    ${sql.sha256(sql.clientSecret('k'))}, '0000', now(), now()
  FROM generate_series(${from}, ${from + count - 1}) k, users u, roles o, roles b
  WHERE u.email = '${owner}' AND o.name = 'Team Leader' AND b.name = 'Administrator';`

/** Fills the demonstration company's database: credentials with known secrets, and a time-out that outlasts any run. */
export const fill = `
  UPDATE settings SET idle_session_timeout_seconds = 86400;
  ${insert(0, steadyCount, "'Steady ' || k", 'gen_random_uuid()')}
  ${insert(1_000, victimCount, "'Victim ' || (k - 1000)", "('00000000-0000-4000-9000-' || lpad((k - 1000)::text, 12, '0'))::uuid")}`
