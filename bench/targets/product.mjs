import { ensureBuilt } from '../../scripts/build.mjs'
import { countStored, sql } from '../fixtures.mjs'
import { tokenEndpoint } from './endpoints.mjs'

const requests = tokenEndpoint('/Auth/OAuth/Token', '/api/v1/me', '/Auth/OAuth/Introspect')
const common = {
  ...requests,
  whose: (/** @type {any} */ body) => body.credential.client_id,
  prepare: ensureBuilt,
  // The store keeps more than the default of a thousand for one credential: a hundred of them take the whole load.
  env: () => ({
    ENV_FILE: '/dev/null',
    MAX_SESSIONS_PER_CREDENTIAL: '1000000',
    ADMIN_EMAIL: 'bench@example.com',
    ADMIN_PASSWORD: 'a password of the benchmark',
  }),
  fillAfterStart: true,
  fill,
  stored: (/** @type {import('pg').Client} */ client, /** @type {string[]} */ tokens) =>
    countStored(client, tokens, `EXISTS (SELECT FROM sessions WHERE token_hash = ${sql.sha256('token')})`),
  settleMs: 1_500,
  clean: ["DELETE FROM sessions WHERE token_hint <> 'fill'", 'TRUNCATE api_calls', 'VACUUM sessions'],
}

/** The product as `npm start` runs it: machine paths in the fast lane. */
export const product = { ...common, name: 'product, fast lane', key: 'product', words: ['scripts/start.mjs'] }

/** The fast lane of another checkout, installed and built: to see what a change is worth. */
export const baseline = (/** @type {string} */ folder) => ({
  ...product,
  name: `product in ${folder}`,
  key: 'baseline',
  folder,
  prepare: undefined,
})

/** The product under plain `next start`: the same functions as route handlers. */
export const productRoutes = {
  ...common,
  name: 'product, route handlers',
  key: 'product-routes',
  words: ['node_modules/next/dist/bin/next', 'start', '--hostname', '127.0.0.1'],
}

// Twenty owners, each with an operational and a Builder role; triggers raise their roles' version, so sessions are made last, and
// without asking for each of a million whether its credential exists.
async function fill(
  /** @type {{ query: (text: string) => Promise<unknown> }} */ client,
  /** @type {import('../fixtures.mjs').Fill} */ { credentials, sessions },
) {
  await client.query(`
    UPDATE settings SET idle_session_timeout_seconds = 86400;
    INSERT INTO users (id, email, name, password_hash, time_zone)
    SELECT gen_random_uuid(), 'owner' || k || '@bench.example', 'Owner ' || k, 'none', 'UTC' FROM generate_series(0, 19) k;
    INSERT INTO user_roles (user_id, role_id)
    SELECT u.id, r.id FROM users u, roles r WHERE u.email LIKE '%@bench.example' AND r.name IN ('Team Member', 'Viewer');
    INSERT INTO application_credentials (id, client_id, owner_id, name, operational_role_id, builder_role_id, expires_on, expires_zone, expires_at,
      secret_hash, secret_hint, secret_created_at, created_at)
    SELECT gen_random_uuid(), ${sql.clientId('k')}::uuid, (SELECT id FROM users WHERE email = 'owner' || k % 20 || '@bench.example'), 'Credential ' || k,
      (SELECT id FROM roles WHERE name = 'Team Member'), (SELECT id FROM roles WHERE name = 'Viewer'), to_char(now() + interval '30 days', 'YYYY-MM-DD'),
      'UTC', date_trunc('day', now()) + interval '31 days', ${sql.sha256(sql.clientSecret('k'))}, '0000', now(), now()
    FROM generate_series(0, ${credentials - 1}) k;
    SET session_replication_role = replica;
    INSERT INTO sessions (id, token_hash, token_hint, credential_id, operational_role_id, builder_role_id, roles_version, secret_version, issued_at,
      last_used_at, ip, user_agent)
    SELECT gen_random_uuid(), ${sql.sha256(sql.token('n'))}, 'fill', c.id, c.operational_role_id, c.builder_role_id, u.roles_version, c.secret_version,
      now(), now(), '127.0.0.1', 'prefilled'
    FROM generate_series(0, ${sessions - 1}) n
    JOIN application_credentials c ON c.client_id = ${sql.clientId(`n % ${credentials}`)}::uuid JOIN users u ON u.id = c.owner_id;
    RESET session_replication_role`)
}
