/** Runs once before the first request, also under plain `next start`, where no server.ts has opened the database. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { register: registerNode } = await import('./lib/setup/register')
  // What next-auth puts into links and redirects comes from here, never from a Host header.
  process.env.NEXTAUTH_URL = await registerNode()
}
