import pg from 'pg'
import { ensurePgbouncer } from './pgbouncer.mjs'
import { startPostgres } from './postgres.mjs'

/** Gives the tests of the `postgres` project a server, and removes the databases their workers made on it. */
export async function setup(/** @type {import('vitest/node').TestProject} */ project) {
  // Here, and not in the test that starts it: installing it may take longer than a test may.
  ensurePgbouncer()
  const { url, stop } = await startPostgres()
  project.provide('postgresUrl', url)
  return async () => {
    const client = new pg.Client(url)
    await client.connect()
    const { rows } = await client.query('SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [`test_${process.pid}_`])
    for (const { datname } of rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`)
    await client.end()
    stop()
  }
}
