import type { Instrumentation } from 'next'

/** Runs once before the first request, also under plain `next start`, where no server.ts has opened the database. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { register: registerNode } = await import('./lib/setup/register')
  // What next-auth puts into links and redirects comes from here, never from a Host header.
  process.env.NEXTAUTH_URL = await registerNode()
}

/** What a page or an action failed with: Next shows its digest, and says nothing itself. */
export const onRequestError: Instrumentation.onRequestError = async (error, { path, method }) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { log } = await import('./lib/log')
  const { digest } = error as { digest?: string }
  log().error({ err: error, digest, method, path: path.split('?', 1)[0] }, 'a page or an action failed')
}
