import { recordCall } from '@/lib/activity/record-call'
import { clientAddress } from '@/lib/client-address'
import { isDatabaseUnavailable } from '@/lib/db/unavailable'
import { log } from '@/lib/log'
import type { Endpoint } from '@/lib/methods'
import { requestPath } from '@/lib/request-address'
import type { Feature } from '@/lib/roles/features'
import { type Authentication, authenticate, type Principal, type SessionIdentity } from '@/lib/sessions/authenticate'
import { bearerToken, challenge } from './bearer-token'
import { Problem, problemResponse } from './problem'

/** What an API handler gets: who is calling, the request, and the placeholders of its path. */
export type ApiCallContext = { principal: Principal; request: Request; params: Record<string, string | undefined>; now: Date }

/**
 * Guards an API handler: only a live access token whose roles carry `feature` (null: any live token) gets through. Every call of
 * a known session is tracked, refused or not.
 */
export function withBearer(feature: Feature | null, handler: (context: ApiCallContext) => Promise<Response>): Endpoint {
  return async (request, routeContext) => {
    const now = new Date()
    const startedAt = performance.now()
    let session: SessionIdentity | undefined
    let reason: string | undefined
    let response: Response
    const params = ((await routeContext?.params) ?? {}) as Record<string, string | undefined>
    try {
      const authentication = await authenticate(bearerToken(request), now)
      session = authentication.session
      if (!authentication.ok) {
        reason = authentication.reason
        throw invalidToken(authentication.reason)
      }
      const { principal } = authentication
      if (feature) requireFeature(principal, feature)
      response = await handler({ principal, request, params, now })
    } catch (error) {
      const problem = asProblem(error)
      reason ??= problem.code
      response = problemResponse(problem)
    }
    if (session) {
      const pathname = requestPath(request)
      const { sessionId, sessionHint, credentialId } = session
      recordCall({
        at: now,
        credentialId,
        sessionId,
        sessionHint,
        method: request.method,
        route: routeOf(pathname, params),
        path: pathname,
        status: response.status,
        durationMs: Math.round(performance.now() - startedAt),
        ip: clientAddress(request.headers),
        reason,
      })
    }
    return response
  }
}

/** The path with its placeholders put back, e.g. `/api/v1/tickets/{reference}`. */
function routeOf(pathname: string, params: Record<string, string | undefined>) {
  return Object.entries(params).reduce(
    (path, [name, value]) => (value ? path.replace(encodeURIComponent(value), `{${name}}`) : path),
    pathname,
  )
}

/** Refuses with 403 `insufficient_scope` (RFC 6750 §3.1) when none of the session's roles carries `feature`. */
export function requireFeature(principal: Principal, feature: Feature): void {
  if (principal.features.has(feature)) return
  const description = `This token lacks the access option ${feature}`
  throw new Problem(
    403,
    'insufficient_scope',
    `${description}. Either no role of the credential carries it, or the token was requested with a narrower scope.`,
    challenge({ code: 'insufficient_scope', description, scope: feature }),
  )
}

type Refusal = Extract<Authentication, { ok: false }>['reason']

const refusals: Record<Refusal, string> = {
  unknown: 'The access token is unknown or no longer exists',
  revoked: 'The session was ended',
  idle: 'The session was unused for longer than the Idle Session Timeout',
  'roles-changed': 'The roles of the person this token acts for have changed',
  'secret-replaced': 'The credential has a new secret',
  'credential-expired': 'The credential has expired',
  'credential-disabled': 'The credential was disabled by an administrator',
  'owner-disabled': 'The account this token acts for is disabled',
}

function invalidToken(reason: Refusal) {
  const description = refusals[reason]
  return new Problem(401, 'invalid_token', `${description}. Request a new token.`, challenge({ code: 'invalid_token', description }))
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (isDatabaseUnavailable(error)) {
    log().error({ error: String(error) }, 'database unavailable')
    return new Problem(503, 'unavailable', 'The server cannot reach its database. Try again in a few seconds.', { 'retry-after': '5' })
  }
  log().error({ err: error }, 'API handler failed')
  return new Problem(500, 'server_error', 'The server failed to answer. Try again; if it persists tell its operator.')
}
