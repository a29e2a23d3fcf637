import { type Endpoint, methods } from '@/lib/methods'
import { jsonResponse } from '@/lib/plain-response'
import { Problem, problemResponse } from './problem'
import { withBearer } from './with-bearer'

/** One API path: handlers by method; other methods are 405 with `Allow`. */
export function apiEndpoint(handlers: Parameters<typeof methods>[0]): Endpoint {
  return methods(handlers, (allow) => refused(() => new Problem(405, 'method_not_allowed', `This path answers ${allow}.`, { allow })))
}

/** An endpoint that refuses. Who comes with a token is seen first, so that the owner's activity shows what it was tried for. */
export function refused(problem: () => Problem): Endpoint {
  const tracked = withBearer(null, async () => {
    throw problem()
  })
  return async (request, context) => (request.headers.has('authorization') ? tracked(request, context) : problemResponse(problem()))
}

/** A JSON answer. Nothing the API says may be cached: it depends on the token. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return jsonResponse(body, status, { 'cache-control': 'no-store', ...headers })
}
