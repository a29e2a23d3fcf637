/** The protocol endpoints. Reachable in any letter case, with or without the leading `/Auth` and a trailing slash. */
export const protocolPaths = ['/Auth/OAuth/Token', '/Auth/OAuth/Introspect', '/Auth/OAuth/Revoke'] as const

/** The metadata document of RFC 8414. */
export const metadataPath = '/.well-known/oauth-authorization-server'

/** The protected API; `[name]` is a placeholder. */
export const apiPaths = [
  '/api/v1/me',
  '/api/v1/tickets',
  '/api/v1/tickets/[reference]',
  '/api/v1/users',
  '/api/v1/users/[id]',
  '/api/v1/roles',
  '/api/v1/roles/[id]',
  '/api/v1/settings',
] as const

/** Everything below it answers programs, in JSON, whether the path exists or not. */
export const apiPrefix = '/api/v1/'

/** Readiness twice, and liveness: for load balancers and whatever restarts what has died. */
export const healthPaths = ['/api/health', '/api/health/ready', '/api/health/live'] as const
