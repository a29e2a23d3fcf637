import { health, live, ready } from './api/health'
import { me } from './api/me'
import { notFound } from './api/not-found'
import { role, roles } from './api/roles'
import { settings } from './api/settings'
import { ticket, tickets } from './api/tickets'
import { user, users } from './api/users'
import { type apiPaths, apiPrefix, type healthPaths, metadataPath, type protocolPaths } from './machine-paths'
import type { Endpoint } from './methods'
import { introspect } from './oauth/introspect'
import { metadata } from './oauth/metadata'
import { revoke } from './oauth/revoke'
import { token } from './oauth/token'

/** The machine paths and the functions behind them: the same that the route files of app/ export. */
export const machineRoutes: Record<
  (typeof protocolPaths)[number] | (typeof apiPaths)[number] | typeof metadataPath | (typeof healthPaths)[number],
  Endpoint
> = {
  '/Auth/OAuth/Token': token,
  '/Auth/OAuth/Introspect': introspect,
  '/Auth/OAuth/Revoke': revoke,
  [metadataPath]: metadata,
  '/api/health': health,
  '/api/health/ready': ready,
  '/api/health/live': live,
  '/api/v1/me': me,
  '/api/v1/tickets': tickets,
  '/api/v1/tickets/[reference]': ticket,
  '/api/v1/users': users,
  '/api/v1/users/[id]': user,
  '/api/v1/roles': roles,
  '/api/v1/roles/[id]': role,
  '/api/v1/settings': settings,
}

/** An endpoint and the placeholders of its path. */
export type Match = { endpoint: Endpoint; params: Record<string, string> }

const asWritten = new Map<string, Endpoint>()
const inAnyCase = new Map<string, Endpoint>()
const patterns: { pattern: RegExp; endpoint: Endpoint }[] = []
for (const [path, endpoint] of Object.entries(machineRoutes)) {
  if (path.includes('[')) patterns.push({ pattern: new RegExp(`^${path.replace(/\[(\w+)\]/g, '(?<$1>[^/]+)')}$`), endpoint })
  else asWritten.set(path, endpoint)
  if (path.startsWith('/Auth/')) inAnyCase.set(path.toLowerCase(), endpoint)
}

/**
 * The endpoint for a path, if it is one for machines: protocol paths in any letter case, with or without `/Auth` and a trailing
 * slash; API paths as they are written. Undefined for everything that people's browsers ask for.
 */
export function matchMachineRoute(pathname: string): Match | undefined {
  const path = pathname.length > 1 && pathname.endsWith('/') ? pathname.slice(0, -1) : pathname
  const endpoint = asWritten.get(path) ?? inAnyCase.get(path.toLowerCase().replace(/^\/oauth\//, '/auth/oauth/'))
  if (endpoint) return { endpoint, params: {} }
  if (!`${path}/`.startsWith(apiPrefix)) return undefined
  for (const { pattern, endpoint } of patterns) {
    const groups = pattern.exec(path)?.groups
    if (groups) return { endpoint, params: decoded(groups) }
  }
  return { endpoint: notFound, params: {} }
}

function decoded(groups: Record<string, string>) {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)]))
}

function decode(value: string) {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
