import { jsonResponse } from '@/lib/plain-response'

/** Stable codes of API errors, for programs to switch on. */
export type ProblemCode =
  | 'unauthenticated'
  | 'invalid_request'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'not_found'
  | 'method_not_allowed'
  | 'unsupported_media_type'
  | 'body_too_large'
  | 'invalid_json'
  | 'invalid_fields'
  | 'conflict'
  | 'forbidden_change'
  | 'in_use'
  | 'standard_role'
  | 'exceeds_own_access'
  | 'unavailable'
  | 'server_error'

/** One wrong field of a body or query. */
export type FieldProblem = { field: string; message: string }

/** Thrown anywhere below an API handler and answered once as a problem document (RFC 9457) with a stable `code`. */
export class Problem extends Error {
  override name = 'Problem'

  constructor(
    readonly status: number,
    readonly code: ProblemCode,
    readonly detail: string,
    readonly headers: Record<string, string> = {},
    readonly errors?: FieldProblem[],
  ) {
    super(`${code}: ${detail}`)
  }
}

/** One wrong field of a body or query. */
export function invalidField(field: string, message: string): Problem {
  return new Problem(422, 'invalid_fields', 'Correct the fields named in errors.', {}, [{ field, message }])
}

/** The problem document of an error. */
export function problemResponse({ status, code, detail, headers, errors }: Problem): Response {
  const body = { type: 'about:blank', status, code, detail, ...(errors && { errors }) }
  return jsonResponse(body, status, { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers })
}
