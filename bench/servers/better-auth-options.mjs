import { oauthProvider } from '@better-auth/oauth-provider'
import { betterAuth } from 'better-auth'
import { jwt } from 'better-auth/plugins'

/**
 * better-auth with its OAuth provider on PostgreSQL through its own (Kysely) adapter, as documented: hashed secrets, opaque tokens.
 * Its request throttle is off, for the load comes from one address.
 * @param {import('pg').Pool} pool
 * @param {number} port
 */
export function makeAuth(pool, port) {
  const provider = oauthProvider({
    loginPage: '/sign-in',
    consentPage: '/consent',
    scopes: ['tickets:read'],
    silenceWarnings: { oauthAuthServerConfig: true, openidConfig: true },
  })
  const auth = betterAuth({
    baseURL: `http://127.0.0.1:${port}`,
    secret: 'a-secret-of-the-benchmark-and-of-nothing-else',
    database: pool,
    rateLimit: { enabled: false },
    logger: { level: 'error' },
    telemetry: { enabled: false },
    plugins: [jwt(), provider],
  })
  return { auth, provider }
}
