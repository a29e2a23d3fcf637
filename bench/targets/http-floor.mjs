import { countStored, sql } from '../fixtures.mjs'
import { tokenEndpoint } from './endpoints.mjs'

/** `node:http` and one prepared statement for each request. */
export const httpFloor = {
  name: 'node:http + 1 statement',
  key: 'http-floor',
  ...tokenEndpoint('/token', '/me'),
  words: ['bench/servers/floor.mjs'],
  async fill(/** @type {import('pg').Client} */ client, /** @type {import('../fixtures.mjs').Fill} */ { credentials, sessions }) {
    await client.query(`
      CREATE TABLE sessions (token_hash bytea PRIMARY KEY, client_id uuid NOT NULL, issued_at timestamptz NOT NULL, last_used_at timestamptz NOT NULL,
        filled boolean NOT NULL DEFAULT false);
      INSERT INTO sessions SELECT ${sql.sha256(sql.token('n'))}, ${sql.clientId(`n % ${credentials}`)}::uuid, now(), now(), true
      FROM generate_series(0, ${sessions - 1}) n`)
  },
  stored: (/** @type {import('pg').Client} */ client, /** @type {string[]} */ tokens) =>
    countStored(client, tokens, `EXISTS (SELECT FROM sessions WHERE token_hash = ${sql.sha256('token')})`),
  clean: ['DELETE FROM sessions WHERE NOT filled', 'VACUUM sessions'],
}
