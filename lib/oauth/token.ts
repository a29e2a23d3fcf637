import { clientAddress } from '@/lib/client-address'
import type { Client } from '@/lib/credentials/authenticate-client'
import { issueSession } from '@/lib/sessions/issue'
import { requireClient } from './client-authentication'
import { oauthEndpoint } from './endpoint'
import { printable, readForm, requireParameter } from './form-body'
import { noStore, OAuthError } from './oauth-error'

/** `POST /Auth/OAuth/Token`: the client credentials grant (RFC 6749 §4.4), answered as §5.1 and §5.2 say. */
export const token = oauthEndpoint(async (request, now) => {
  const form = await readForm(request)
  requireClientCredentialsGrant(requireParameter(form, 'grant_type'))
  const client = await requireClient(request, form, now)
  const scope = requestedScope(form.get('scope'), client)
  const origin = { ip: clientAddress(request.headers), userAgent: request.headers.get('user-agent') ?? undefined }
  const session = await issueSession(client, scope, origin, now)
  if (!session) throw OAuthError.invalidClient('This credential was deleted a moment ago.')
  return Response.json(
    {
      access_token: session.accessToken,
      token_type: 'Bearer',
      expires_in: session.expiresInSeconds,
      ...(scope !== undefined && { scope }),
    },
    { headers: noStore },
  )
})

function requireClientCredentialsGrant(grantType: string) {
  if (grantType !== 'client_credentials') {
    throw new OAuthError('unsupported_grant_type', 'Only grant_type=client_credentials is supported.')
  }
}

/**
 * The scope a client asked for (RFC 6749 §3.3), each access option once; undefined when it asked for none and gets all its roles
 * carry. @throws {OAuthError} `invalid_scope` for anything its roles do not carry now, known or not
 */
function requestedScope(scope: string | undefined, { features, credentialId }: Client): string | undefined {
  if (scope === undefined) return undefined
  const requested = [...new Set(scope.split(' '))]
  const refused = requested.find((feature) => !features.includes(feature))
  if (refused !== undefined) {
    const available = features.length > 0 ? ` Available: ${[...features].sort().join(' ')}.` : ''
    const error = new OAuthError(
      'invalid_scope',
      `The credential's roles do not carry ${printable(refused) || 'an empty scope'}.${available}`,
    )
    error.refusal = { credentialId, reason: 'invalid_scope' }
    throw error
  }
  return requested.join(' ')
}
