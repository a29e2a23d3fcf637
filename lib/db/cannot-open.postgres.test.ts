import pg from 'pg'
import { afterEach, expect, inject, test } from 'vitest'
import { StartError } from '@/lib/start-error'
import { openDatabase } from './open'

const name = `test_${process.ppid}_${process.pid}_refusing`

async function administer(...statements: string[]) {
  const client = new pg.Client(inject('postgresUrl'))
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

afterEach(() => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, `DROP ROLE IF EXISTS ${name}`))

/** What a start on that database says. */
async function refusal(user = new URL(inject('postgresUrl') as string).username) {
  const url = new URL(inject('postgresUrl') as string)
  url.pathname = name
  url.username = user
  const error = await openDatabase({ url: url.href }).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(StartError)
  return (error as StartError).message
}

test('a server that is read-only is named as such', async () => {
  await administer(`CREATE DATABASE ${name}`, `ALTER DATABASE ${name} SET default_transaction_read_only = on`)
  expect(await refusal()).toMatch(/^PostgreSQL at \S+ is read-only\. Point DATABASE_URL at the primary, /)
})

test('no connection free is not taken for a server that does not run', async () => {
  await administer(`CREATE ROLE ${name} LOGIN CONNECTION LIMIT 0`, `CREATE DATABASE ${name} OWNER ${name}`)
  expect(await refusal(name)).toMatch(/^PostgreSQL at \S+ has no connection free\. Close others or raise its limit /)
})
