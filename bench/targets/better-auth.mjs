import { countStored, sql } from '../fixtures.mjs'
import { tokenEndpoint } from './endpoints.mjs'

const base64url = (/** @type {string} */ bytes) => `translate(rtrim(encode(${bytes}, 'base64'), '='), '+/', '-_')`
const hashed = (/** @type {string} */ text) => base64url(sql.sha256(text))

/** better-auth with @better-auth/oauth-provider. */
export const betterAuth = {
  name: 'better-auth',
  key: 'better-auth',
  packages: ['better-auth', '@better-auth/oauth-provider'],
  ...tokenEndpoint('/api/auth/oauth2/token', '/me', '/api/auth/oauth2/introspect'),
  words: ['bench/servers/better-auth.mjs'],
  async prepare(/** @type {string} */ url, /** @type {number} */ port) {
    // Only who measures it needs it.
    const [{ getMigrations }, { makeAuth }, { default: pg }] = await Promise.all([
      import('better-auth/db/migration'),
      import('../servers/better-auth-options.mjs'),
      import('pg'),
    ])
    const pool = new pg.Pool({ connectionString: url })
    await (await getMigrations(makeAuth(pool, port).auth.options)).runMigrations()
    await pool.end()
  },
  async fill(/** @type {import('pg').Client} */ client, /** @type {import('../fixtures.mjs').Fill} */ { credentials, sessions }) {
    await client.query(`
      ALTER TABLE "oauthAccessToken" ADD COLUMN filled boolean NOT NULL DEFAULT false;
      INSERT INTO "oauthClient" (id, "clientId", "clientSecret", "redirectUris", "grantTypes", "clientCredentialsScopes", scopes, "tokenEndpointAuthMethod", "createdAt", "updatedAt")
      SELECT ${sql.clientId('k')}, ${sql.clientId('k')}, ${hashed(sql.clientSecret('k'))}, '[]', '["client_credentials"]', '["tickets:read"]',
        '["tickets:read"]', 'client_secret_post', now(), now()
      FROM generate_series(0, ${credentials - 1}) k;
      INSERT INTO "oauthAccessToken" (id, token, "clientId", scopes, "createdAt", "expiresAt", filled)
      SELECT ${sql.token('n')}, ${hashed(sql.token('n'))}, ${sql.clientId(`n % ${credentials}`)}, '["tickets:read"]', now(), now() + interval '1 day', true
      FROM generate_series(0, ${sessions - 1}) n`)
  },
  stored: (/** @type {import('pg').Client} */ client, /** @type {string[]} */ tokens) =>
    countStored(client, tokens, `EXISTS (SELECT FROM "oauthAccessToken" a WHERE a.token = ${hashed('t.token')})`),
  clean: ['DELETE FROM "oauthAccessToken" WHERE NOT filled', 'VACUUM "oauthAccessToken"'],
}
