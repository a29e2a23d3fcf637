import { StartError } from '@/lib/start-error'
import { errorCodes } from './error-codes'
import { isDatabaseUnavailable } from './unavailable'

/** Host, port and name of the database in a URL: fit to be shown, without user and password. */
export function addressOf(url: string) {
  const { hostname, port, pathname } = new URL(url)
  return `${hostname}:${port || 5432}${pathname}`
}

/** By SQLSTATE, or Prisma's code for the same: what is wrong at an address, and what to do. */
const sentences: [codes: string[], sentence: (where: string) => string][] = [
  [['28P01', '28000'], (where) => `PostgreSQL at ${where} refused the user or password. Correct DATABASE_URL.`],
  [['3D000'], (where) => `PostgreSQL at ${where} has no such database. Create it (createdb) or correct DATABASE_URL.`],
  [['42501'], (where) => `The user in DATABASE_URL may not create tables at ${where}. Grant it CREATE on the schema.`],
  [
    ['25006'],
    (where) =>
      `PostgreSQL at ${where} is read-only. Point DATABASE_URL at the primary, or end what keeps this one from being written (default_transaction_read_only).`,
  ],
  [
    ['53300', 'P2037'],
    (where) =>
      `PostgreSQL at ${where} has no connection free. Close others or raise its limit (max_connections, or that of the role or database); DATABASE_POOL_SIZE and WEB_CONCURRENCY say how many are opened here.`,
  ],
  [['53100', 'ENOSPC'], (where) => `The disk of PostgreSQL at ${where} is full. Free some space there and start again.`],
  [['57P03'], (where) => `PostgreSQL at ${where} is starting up or shutting down. Start again when it takes connections.`],
]

/** What kept the database at `url` from being opened, as one sentence for the operator; an error that is none of these as it is. */
export function explain(error: unknown, url: string): unknown {
  if (error instanceof StartError) return error
  const codes = errorCodes(error)
  const where = addressOf(url)
  // Node.js's codes for a chain of certificates that ends at an authority it does not know.
  const unknownAuthority = codes.find((code) => /^(SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_)/.test(code))
  if (unknownAuthority) {
    return new StartError(
      `The certificate of PostgreSQL at ${where} comes from an authority that is not known here (${unknownAuthority}). Name the file with that authority's certificate: sslrootcert=/path/to/ca.pem in DATABASE_URL.`,
    )
  }
  const known = sentences.find(([ofSentence]) => ofSentence.some((code) => codes.includes(code)))
  if (known) return new StartError(known[1](where))
  if (isDatabaseUnavailable(error)) {
    const { message } = error as { message?: string }
    return new StartError(
      `The database at ${where} cannot be reached (${codes[0] ?? message}). Check that it runs and that DATABASE_URL is right.`,
    )
  }
  return error
}
