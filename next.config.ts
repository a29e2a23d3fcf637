import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  typedRoutes: true,
  agentRules: false,
  // `npm test` checks types, tests included; a start should neither wait for that nor fail over a test.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@electric-sql/pglite', 'proper-lockfile', 'pg', 'pino'],
  // Machine paths: any letter case, and the older /OAuth/… addresses. Rewrites keep method and body, a redirect would not.
  rewrites: async () => ({
    beforeFiles: [
      { source: '/auth/oauth/token', destination: '/Auth/OAuth/Token' },
      { source: '/oauth/token', destination: '/Auth/OAuth/Token' },
    ],
    afterFiles: [],
    fallback: [],
  }),
}

export default config
