import { recordRefusal } from '@/lib/activity/record-refusal'
import { clientAddress } from '@/lib/client-address'
import { isDatabaseUnavailable } from '@/lib/db/unavailable'
import { log } from '@/lib/log'
import { type Endpoint, methods } from '@/lib/methods'
import { requestPath } from '@/lib/request-address'
import { errorResponse, OAuthError } from './oauth-error'

/** A protocol endpoint: POST only, and whatever `answer` throws becomes one RFC 6749 §5.2 error response. */
export function oauthEndpoint(answer: (request: Request, now: Date) => Promise<Response>): Endpoint {
  const post: Endpoint = async (request) => {
    const now = new Date()
    const startedAt = performance.now()
    try {
      return await answer(request, now)
    } catch (error) {
      const refused = asOAuthError(error)
      if (refused.refusal) trackRefusal(request, refused.refusal, refused.status, now, startedAt)
      return errorResponse(refused)
    }
  }
  return methods({ POST: post }, (allow) => errorResponse(new OAuthError('invalid_request', 'Use the POST method.', 405, { allow })))
}

/** The owner sees who tries their credential in vain. */
function trackRefusal(request: Request, refusal: { credentialId: string; reason: string }, status: number, now: Date, startedAt: number) {
  const pathname = requestPath(request)
  const durationMs = Math.round(performance.now() - startedAt)
  recordRefusal({
    at: now,
    ...refusal,
    method: 'POST',
    route: pathname,
    path: pathname,
    status,
    durationMs,
    ip: clientAddress(request.headers),
  })
}

function asOAuthError(error: unknown): OAuthError {
  if (error instanceof OAuthError) return error
  if (isDatabaseUnavailable(error)) {
    log().error({ error: String(error) }, 'database unavailable')
    return new OAuthError('temporarily_unavailable', 'The server cannot reach its database. Try again in a few seconds.', 503, {
      'retry-after': '5',
    })
  }
  log().error({ err: error }, 'protocol endpoint failed')
  return new OAuthError('server_error', 'The server failed to answer. Try again; if it persists tell its operator.', 500)
}
