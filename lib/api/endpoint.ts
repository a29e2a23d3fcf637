import { type Endpoint, methods } from '@/lib/methods'
import { Problem, problemResponse } from './problem'

/** One API path: handlers by method; other methods are 405 with `Allow`. */
export function apiEndpoint(handlers: Parameters<typeof methods>[0]): Endpoint {
  return methods(handlers, (allow) => problemResponse(new Problem(405, 'method_not_allowed', `This path answers ${allow}.`, { allow })))
}

/** A JSON answer. Nothing the API says may be cached: it depends on the token. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } })
}
