/** Runs once before the first request, also under plain `next start`, where no server.ts has opened the database. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  // next-auth derives its addresses from the request, which server.ts (or the proxy in front) has made trustworthy.
  process.env.AUTH_TRUST_HOST ??= '1'
  const { register: registerNode } = await import('./lib/setup/register')
  await registerNode()
}
