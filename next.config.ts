import type { NextConfig } from 'next'
import { protocolPaths } from './lib/machine-paths'

const config: NextConfig = {
  poweredByHeader: false,
  typedRoutes: true,
  agentRules: false,
  // There are none to optimize; without this anybody could have the server fetch its own paths for /_next/image.
  images: { unoptimized: true },
  // `npm test` checks types, tests included; a start should neither wait for that nor fail over a test.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@electric-sql/pglite', 'proper-lockfile', 'pg', 'pino', 'nodemailer'],
  // A redirected POST loses its body in many clients; the rewrites below take the slash as it comes.
  skipTrailingSlashRedirect: true,
  // forbidden(): a page opened without its access option answers 403 and says which one is missing.
  experimental: { authInterrupts: true },
  // For every answer; what differs from request to request is in proxy.ts.
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'Referrer-Policy', value: 'no-referrer' },
        { key: 'X-Frame-Options', value: 'DENY' },
      ],
    },
  ],
  // Matching ignores letter case and a slash at the end; a rewrite keeps method and body. After files: Next prepares rewrites anew
  // for every request that they might be for, and most programs call an endpoint by its own name.
  rewrites: async () => ({
    beforeFiles: [],
    afterFiles: protocolPaths.map((destination) => ({ source: `/(auth/oauth|oauth)/${destination.split('/').at(-1)}`, destination })),
    fallback: [],
  }),
}

export default config
