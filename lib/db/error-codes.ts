type Known = {
  code?: unknown
  originalCode?: unknown
  cause?: unknown
  meta?: { driverAdapterError?: unknown } | null
  errors?: unknown
}

/** The codes of an error and of those it was made of, its own first: the system's, SQLSTATEs, Prisma's. */
export function errorCodes(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return []
  const { code, originalCode, cause, meta, errors } = error as Known
  const own = [code, originalCode].filter((it) => typeof it === 'string')
  return [...own, ...[cause, meta?.driverAdapterError, ...(Array.isArray(errors) ? errors : [])].flatMap(errorCodes)]
}
