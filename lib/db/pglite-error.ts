/** Numbers of the system that PGlite is built for (WASI), and their names. */
const names: Record<number, string> = {
  2: 'EACCES',
  19: 'EDQUOT',
  29: 'EIO',
  33: 'EMFILE',
  41: 'ENFILE',
  51: 'ENOSPC',
  54: 'ENOTDIR',
  63: 'EPERM',
  69: 'EROFS',
}

/** What PGlite threw as an error with a message: of what the system refused it only gives a number, in an object that is no error. */
export function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown
  const { errno, message } = (thrown ?? {}) as { errno?: number; message?: string }
  if (errno === undefined) return new Error(message || String(thrown))
  const code = names[errno] ?? `error ${errno}`
  return Object.assign(new Error(`${code} in the embedded database`), { code })
}
