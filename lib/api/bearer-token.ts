import { Problem } from './problem'

const realm = 'Bearer realm="Application Credentials"'

/** A Bearer challenge (RFC 6750 §3). Without an error it is the bare one for requests that carried no token. */
export function challenge(error?: { code: string; description: string; scope?: string }): Record<string, string> {
  if (!error) return { 'www-authenticate': realm }
  const scope = error.scope ? `, scope="${error.scope}"` : ''
  return { 'www-authenticate': `${realm}, error="${error.code}", error_description="${error.description}"${scope}` }
}

/**
 * The access token in the Authorization header (RFC 6750 §2.1). Tokens in the query or the body are not accepted.
 * @throws {Problem} 401 without an error code when there is none, 400 `invalid_request` when the header is malformed
 */
export function bearerToken(request: Request): string {
  const authorization = request.headers.get('authorization')
  if (!authorization || !/^bearer($|\s)/i.test(authorization)) {
    throw new Problem(401, 'unauthenticated', 'Send an access token: Authorization: Bearer <token>.', challenge())
  }
  const token = /^bearer +([A-Za-z0-9\-._~+/]+=*) *$/i.exec(authorization)?.[1]
  if (!token) {
    const description = 'The Authorization header must be Bearer followed by one token'
    throw new Problem(400, 'invalid_request', `${description}.`, challenge({ code: 'invalid_request', description }))
  }
  return token
}
