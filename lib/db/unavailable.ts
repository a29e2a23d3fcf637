const networkCodes = /^(ECONN(REFUSED|RESET|ABORTED)|ENOTFOUND|EAI_(AGAIN|FAIL|NODATA)|ETIMEDOUT|E(HOST|NET)(UNREACH|DOWN)|EPIPE)$/

/**
 * SQLSTATE: connection failures (08…), read-only (25006), user or password refused (28…), no such database (3D000), out of disk, memory or
 * connections (53…), shutting down, starting up or dropped (57P0…), disk failing (58030).
 */
const serverCodes = /^(08\w{3}|25006|28\w{3}|3D000|53\w{3}|57P0\w|58030)$/

/** Certificates that Node.js does not trust, and handshakes that fail. */
const tlsCodes = /^(CERT_|DEPTH_ZERO_|ERR_SSL_|ERR_TLS_|HOSTNAME_MISMATCH|SELF_SIGNED_|UNABLE_TO_)/

/** Prisma's own: cannot connect, timed out, refused, closed, no connection free, too many connections. */
const prismaCodes = /^P(1000|1001|1002|1003|1008|1010|1011|1017|2024|2037)$/

/** What Prisma's adapter makes of errors that had no SQLSTATE. */
const adapterKinds = ['ConnectionClosed', 'DatabaseNotReachable', 'SocketTimeout', 'TlsConnectionError', 'TooManyConnections']

/** What pg, its pool and Prisma say without any code. */
const messages =
  /connection (terminated|timeout|error and is not queryable)|Client was closed|timeout exceeded when trying to connect|timeout expired|after calling end on the pool|SSL connection|Unable to start a transaction in the given time|Database is not open/i

type Known = {
  code?: unknown
  syscall?: unknown
  kind?: unknown
  originalCode?: unknown
  message?: unknown
  cause?: unknown
  meta?: { driverAdapterError?: unknown } | null
  errors?: unknown[]
}

/** Whether an error says that the database cannot be used at the moment, rather than that a statement was wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { code, syscall, kind, originalCode, message, cause, meta, errors } = error as Known
  if ([code, originalCode].some((it) => typeof it === 'string' && isCodeOfUnavailable(it))) return true
  // A socket file that is not there, no descriptor left, and whatever else keeps a connection from being made.
  if (syscall === 'connect') return true
  if (typeof kind === 'string' && adapterKinds.includes(kind)) return true
  if (typeof message === 'string' && messages.test(message)) return true
  return [cause, meta?.driverAdapterError, ...(Array.isArray(errors) ? errors : [])].some(isDatabaseUnavailable)
}

const isCodeOfUnavailable = (code: string) => [networkCodes, serverCodes, tlsCodes, prismaCodes].some((codes) => codes.test(code))

/** Whether a connection that answered with this SQLSTATE is not worth keeping: another may reach a server that can be used. */
export function isConnectionSpent(code: string | undefined): boolean {
  return code !== undefined && /^(25006|53\w{3}|57P0\w)$/.test(code)
}

/** Whether all connections to the server that answered with this SQLSTATE are: it is read-only, or goes down. */
export function isServerSpent(code: string | undefined): boolean {
  return code !== undefined && /^(25006|57P0\w)$/.test(code)
}
