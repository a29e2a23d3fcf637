import { jsonResponse } from '@/lib/plain-response'

/** Error codes of RFC 6749 §5.2; the last two are this server's own faults and are never the client's. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'temporarily_unavailable'
  | 'server_error'

const challenge = 'Basic realm="Application Credentials", charset="UTF-8"'

/** Thrown anywhere below a protocol endpoint, answered once by it. The description says what to do and holds no secret. */
export class OAuthError extends Error {
  override name = 'OAuthError'
  /** Which credential was refused and why, for its owner's activity; never part of the answer. */
  refusal?: { credentialId: string; reason: string }

  constructor(
    readonly code: OAuthErrorCode,
    readonly description: string,
    readonly status = 400,
    readonly headers: Record<string, string> = {},
  ) {
    super(`${code}: ${description}`)
  }

  /** Client authentication failed (RFC 6749 §5.2): 401, always with the challenge that RFC 9110 §15.5.2 asks for. */
  static invalidClient(description: string): OAuthError {
    return new OAuthError('invalid_client', description, 401, { 'www-authenticate': challenge })
  }
}

/** Headers of every answer that carries or concerns a token (RFC 6749 §5.1). */
export const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' }

/** The error response of RFC 6749 §5.2. Descriptions keep to its character set (no quotes, backslashes, non-ASCII). */
export function errorResponse({ code, description, status, headers }: OAuthError): Response {
  const safe = description.replace(/[^\x20\x21\x23-\x5B\x5D-\x7E]/g, "'")
  return jsonResponse({ error: code, error_description: safe }, status, { ...noStore, ...headers })
}
