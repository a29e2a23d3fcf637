import { countStored, sql } from '../fixtures.mjs'
import { tokenEndpoint } from './endpoints.mjs'

/** @node-oauth/oauth2-server on Express; it has no introspection. */
export const oauth2Server = {
  name: '@node-oauth/oauth2-server (Express)',
  key: 'oauth2-server',
  packages: ['@node-oauth/oauth2-server', 'express'],
  ...tokenEndpoint('/token', '/me'),
  words: ['bench/servers/oauth2-server.mjs'],
  async fill(/** @type {import('pg').Client} */ client, /** @type {import('../fixtures.mjs').Fill} */ { credentials, sessions }) {
    await client.query(`
      CREATE TABLE clients (id uuid PRIMARY KEY, user_id int NOT NULL, secret_hash bytea NOT NULL);
      CREATE TABLE tokens (token_hash bytea PRIMARY KEY, client_id uuid NOT NULL, user_id int NOT NULL, scope text NOT NULL,
        expires_at timestamptz NOT NULL, filled boolean NOT NULL DEFAULT false);
      INSERT INTO clients SELECT ${sql.clientId('k')}::uuid, k, ${sql.sha256(sql.clientSecret('k'))} FROM generate_series(0, ${credentials - 1}) k;
      INSERT INTO tokens SELECT ${sql.sha256(sql.token('n'))}, ${sql.clientId(`n % ${credentials}`)}::uuid, n % ${credentials}, 'tickets:read',
        now() + interval '1 day', true FROM generate_series(0, ${sessions - 1}) n`)
  },
  stored: (/** @type {import('pg').Client} */ client, /** @type {string[]} */ tokens) =>
    countStored(client, tokens, `EXISTS (SELECT FROM tokens WHERE token_hash = ${sql.sha256('token')})`),
  clean: ['DELETE FROM tokens WHERE NOT filled', 'VACUUM tokens'],
}
