const networkCodes = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'EPIPE']
/** SQLSTATE: connection failures (08…), shutting down or starting up (57P01–57P03), too many connections (53300), disk full (53100). */
const serverCodes = /^(08\w{3}|57P0[1-3]|53[13]00)$/

/** Whether an error says that the database cannot be used at the moment, rather than that a statement was wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const { code, message, cause, meta, errors } = error as {
    code?: string
    message?: string
    cause?: unknown
    meta?: { driverAdapterError?: unknown }
    errors?: unknown[]
  }
  if (code && (networkCodes.includes(code) || serverCodes.test(code) || code === 'P1001' || code === 'P1017' || code === 'P2024'))
    return true
  if (/connection (terminated|timeout)|timeout exceeded when trying to connect|Database is not open/i.test(message ?? '')) return true
  return [cause, meta?.driverAdapterError, ...(errors ?? [])].some(
    (inner) => typeof inner === 'object' && inner !== null && isDatabaseUnavailable(inner),
  )
}
