import { clientAddress } from '@/lib/client-address'
import { authenticateClient, type PresentedClient } from '@/lib/credentials/authenticate-client'
import type { Client, ClientRefusal } from '@/lib/credentials/judge-client'
import { formDecode } from './form-body'
import { lineBreakHint } from './line-break-hint'
import { OAuthError } from './oauth-error'

/**
 * Authenticates the client of a protocol request (RFC 6749 §2.3.1).
 * @throws {OAuthError} `invalid_client` or `unauthorized_client`
 */
export async function requireClient(presented: PresentedClient, now: Date): Promise<Client> {
  const result = await authenticateClient(presented, now)
  if (result.ok) return result.client
  const error = refusal(result, presented)
  if (result.credentialId) error.refusal = { credentialId: result.credentialId, reason: result.reason }
  throw error
}

/**
 * What the client of a protocol request presents: client_secret_basic or client_secret_post, never both.
 * @throws {OAuthError} `invalid_request` or `invalid_client`
 */
export function presentedClient(request: Request, form: Map<string, string>): PresentedClient {
  return { ...presentedCredentials(request, form), address: clientAddress(request.headers) }
}

function presentedCredentials(request: Request, form: Map<string, string>) {
  const authorization = request.headers.get('authorization')
  if (authorization !== null) {
    if (form.has('client_secret')) {
      throw new OAuthError(
        'invalid_request',
        'Send client_id and client_secret either in the body or in the Authorization header, not in both.',
      )
    }
    const basic = parseBasic(authorization)
    const bodyClientId = form.get('client_id')
    if (bodyClientId !== undefined && bodyClientId !== basic.clientId) {
      throw new OAuthError('invalid_request', 'The client_id in the body differs from the one in the Authorization header.')
    }
    return basic
  }
  const clientId = form.get('client_id')
  const clientSecret = form.get('client_secret')
  if (!clientId || !clientSecret) {
    const missing = clientId ? 'client_secret is' : clientSecret ? 'client_id is' : 'client_id and client_secret are'
    throw OAuthError.invalidClient(`${missing} missing. Send both in the body, or both in a Basic Authorization header.`)
  }
  return { clientId, secret: clientSecret }
}

/** Reads `Basic` credentials; both parts are form-encoded inside (RFC 6749 §2.3.1, Appendix B). */
function parseBasic(authorization: string) {
  const malformed = () => OAuthError.invalidClient('The Authorization header must be Basic with base64 of client_id:client_secret.')
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(authorization)?.[1]
  if (!encoded) throw malformed()
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 1 || colon === text.length - 1) throw malformed()
  try {
    return { clientId: formDecode(text.slice(0, colon)), secret: formDecode(text.slice(colon + 1)) }
  } catch {
    throw malformed()
  }
}

/** Whoever had the right secret is told what is wrong; everyone else learns nothing about the client, and something of what they sent. */
function refusal({ reason, expiredAt, retryAfterSeconds }: ClientRefusal, { clientId, secret }: PresentedClient): OAuthError {
  const hint = () => lineBreakHint({ client_id: clientId, client_secret: secret })
  switch (reason) {
    case 'unknown-or-wrong-secret':
      return OAuthError.invalidClient(
        `Unknown client_id or wrong client_secret. Check both; a lost Secret Key can be replaced in Builder.${hint()}`,
      )
    case 'throttled':
      return new OAuthError(
        'invalid_client',
        `Unknown client_id or wrong client_secret, and too many failed attempts from this address. Check both; another wrong one is looked at in ${retryAfterSeconds} seconds.${hint()}`,
        429,
        { 'retry-after': String(retryAfterSeconds) },
      )
    case 'expired':
      return OAuthError.invalidClient(
        `This credential expired at ${expiredAt?.toISOString()}. Its owner can choose a later date in Builder.`,
      )
    case 'disabled':
      return OAuthError.invalidClient('This credential was disabled by an administrator.')
    case 'owner-disabled':
      return OAuthError.invalidClient('The account this credential acts for is disabled.')
    case 'no-role-left':
      return new OAuthError(
        'unauthorized_client',
        'The owner of this credential no longer holds any of its roles. Create a credential with current roles.',
      )
  }
}
