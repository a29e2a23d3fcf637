import { StartError } from '@/lib/start-error'
import { isDatabaseUnavailable } from './unavailable'

/** Host, port and name of the database in a URL: fit to be shown, without user and password. */
export function addressOf(url: string) {
  const { hostname, port, pathname } = new URL(url)
  return `${hostname}:${port || 5432}${pathname}`
}

/** What kept the database at `url` from being opened, as one sentence for the operator; an error that is none of these as it is. */
export function explain(error: unknown, url: string): unknown {
  const { code, message } = error as { code?: string; message?: string }
  const where = addressOf(url)
  if (code === '28P01' || code === '28000') {
    return new StartError(`PostgreSQL at ${where} refused the user or password. Correct DATABASE_URL.`)
  }
  if (code === '3D000') return new StartError(`PostgreSQL at ${where} has no such database. Create it (createdb) or correct DATABASE_URL.`)
  if (code === '42501') return new StartError(`The user in DATABASE_URL may not create tables at ${where}. Grant it CREATE on the schema.`)
  // Node.js's codes for a chain of certificates that ends at an authority it does not know.
  if (code && /^(SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_)/.test(code)) {
    return new StartError(
      `The certificate of PostgreSQL at ${where} comes from an authority that is not known here (${code}). Name the file with that authority's certificate: sslrootcert=/path/to/ca.pem in DATABASE_URL.`,
    )
  }
  if (isDatabaseUnavailable(error)) {
    return new StartError(
      `The database at ${where} cannot be reached (${code ?? message}). Check that it runs and that DATABASE_URL is right.`,
    )
  }
  return error
}
