import pg from 'pg'

/** Where the server under test listens. */
export const baseUrl = `http://127.0.0.1:${process.env.E2E_PORT ?? '3210'}`

/** Where the same build listens under plain `next start`, on the same database. */
export const nextUrl = `http://127.0.0.1:${Number(new URL(baseUrl).port) + 1}`

/** The person created at first start. */
export const adminEmail = 'admin@example.com'

/** Their password. */
export const adminPassword = 'admin-password-for-tests'

/** The password of every demo person. */
export const demoPassword = 'demo-password-for-tests'

/** The PostgreSQL database the server under test uses. */
export const databaseUrl = required('E2E_DATABASE_URL')

/** Everything the server wrote to standard output and standard error, relative to the project's root. */
export const serverLog = 'test-results/server.log'

/** Asks the database behind the server's back. */
export async function sql<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}

/** A variable scripts/e2e.mjs sets. */
export function required(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set. Start these tests with "npm run test:e2e".`)
  return value
}
