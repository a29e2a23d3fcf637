import { countStored, sql } from '../fixtures.mjs'
import { tokenEndpoint } from './endpoints.mjs'

/** oidc-provider (Koa), clients and opaque tokens in PostgreSQL. */
export const oidcProvider = {
  name: 'oidc-provider (Koa)',
  key: 'oidc-provider',
  packages: ['oidc-provider'],
  ...tokenEndpoint('/token', '/me', '/token/introspection', '&scope=tickets:read'),
  words: ['bench/servers/oidc-provider.mjs'],
  fill,
  stored: (/** @type {import('pg').Client} */ client, /** @type {string[]} */ tokens) =>
    countStored(client, tokens, "EXISTS (SELECT FROM payloads WHERE type = 'ClientCredentials' AND id = token)"),
  clean: ["DELETE FROM payloads WHERE type = 'ClientCredentials' AND NOT filled", 'VACUUM payloads'],
}

/** The same with its clients in the configuration: they can never change, and cost no look-up. */
export const oidcProviderStatic = {
  ...oidcProvider,
  name: 'oidc-provider (Koa), clients in memory',
  key: 'oidc-provider-static',
  env: (/** @type {import('../fixtures.mjs').Fill} */ { credentials }) => ({ STATIC_CLIENTS: String(credentials) }),
}

/** The same with a check that reads the token's client as well, so that a token dies with its client. */
export const oidcProviderClient = {
  ...oidcProvider,
  name: 'oidc-provider (Koa), token and client',
  key: 'oidc-provider-client',
  scenarios: ['check'],
  env: () => ({ READ_CLIENT: '1' }),
}

/**
 * The same, checked by its own protected resource: userinfo, for tokens of people (OpenID Connect Core §5.3). It reads token, client,
 * account and grant, where the check of the others here is written by hand and reads the token alone.
 */
export const oidcProviderUserinfo = {
  ...oidcProvider,
  name: 'oidc-provider (Koa), its userinfo',
  key: 'oidc-provider-userinfo',
  scenarios: ['check'],
  env: () => ({ USERINFO: '1' }),
  whose: (/** @type {any} */ body) => body.sub,
  async fill(/** @type {import('pg').Client} */ client, /** @type {import('../fixtures.mjs').Fill} */ { credentials, sessions }) {
    const k = `n % ${credentials}`
    await fill(client, { credentials, sessions: 0 })
    await client.query(`
      CREATE TABLE accounts (id text PRIMARY KEY, name text NOT NULL);
      INSERT INTO accounts SELECT ${sql.clientId('k')}, 'Owner ' || k FROM generate_series(0, ${credentials - 1}) k;
      INSERT INTO payloads (type, id, payload)
      SELECT 'Grant', 'grant' || k, json_build_object('accountId', ${sql.clientId('k')}, 'clientId', ${sql.clientId('k')}, 'kind', 'Grant', 'jti',
        'grant' || k, 'openid', json_build_object('scope', 'openid'), 'iat', ${now}, 'exp', ${now} + 86400)
      FROM generate_series(0, ${credentials - 1}) k;
      INSERT INTO payloads
      SELECT 'AccessToken', ${sql.token('n')}, json_build_object('iat', ${now}, 'exp', ${now} + 86400, 'accountId', ${sql.clientId(k)}, 'clientId',
        ${sql.clientId(k)}, 'grantId', 'grant' || ${k}, 'gty', 'authorization_code', 'kind', 'AccessToken', 'jti', ${sql.token('n')}, 'scope', 'openid'),
        now() + interval '1 day', true
      FROM generate_series(0, ${sessions - 1}) n`)
  },
}

const now = 'floor(extract(epoch FROM now()))'

async function fill(/** @type {import('pg').Client} */ client, /** @type {import('../fixtures.mjs').Fill} */ { credentials, sessions }) {
  await client.query(`
    CREATE TABLE payloads (type text NOT NULL, id text NOT NULL, payload json NOT NULL, expires_at timestamptz, filled boolean NOT NULL DEFAULT false,
      PRIMARY KEY (type, id));
    INSERT INTO payloads (type, id, payload)
    SELECT 'Client', ${sql.clientId('k')}, json_build_object('client_id', ${sql.clientId('k')}, 'client_secret', ${sql.clientSecret('k')},
      'grant_types', ARRAY['client_credentials'], 'redirect_uris', '{}'::text[], 'response_types', '{}'::text[],
      'token_endpoint_auth_method', 'client_secret_post')
    FROM generate_series(0, ${credentials - 1}) k;
    INSERT INTO payloads
    SELECT 'ClientCredentials', ${sql.token('n')}, json_build_object('iat', ${now}, 'exp', ${now} + 86400,
      'clientId', ${sql.clientId(`n % ${credentials}`)}, 'kind', 'ClientCredentials', 'jti', ${sql.token('n')}, 'scope', 'tickets:read'),
      now() + interval '1 day', true
    FROM generate_series(0, ${sessions - 1}) n`)
}
