import { clientAddress } from '@/lib/client-address'
import type { Client } from '@/lib/credentials/authenticate-client'
import { jsonResponse } from '@/lib/plain-response'
import { issueSession } from '@/lib/sessions/issue'
import { requireClient } from './client-authentication'
import { oauthEndpoint } from './endpoint'
import { printable, readForm, requireParameter } from './form-body'
import { noStore, OAuthError } from './oauth-error'

/** `POST /Auth/OAuth/Token`: the client credentials grant (RFC 6749 §4.4), answered as §5.1 and §5.2 say. */
export const token = oauthEndpoint(async (request, now) => {
  const form = await readForm(request)
  const client = await requireClient(request, form, now)
  try {
    return await grant(client, form, request, now)
  } catch (error) {
    // Whose request was refused is known by now: the owner sees it in the activity.
    if (error instanceof OAuthError) error.refusal = { credentialId: client.credentialId, reason: error.code }
    throw error
  }
})

async function grant(client: Client, form: Map<string, string>, request: Request, now: Date): Promise<Response> {
  requireClientCredentialsGrant(requireParameter(form, 'grant_type'))
  const scope = requestedScope(form.get('scope'), client.features)
  const origin = { ip: clientAddress(request.headers), userAgent: request.headers.get('user-agent') ?? undefined }
  const session = await issueSession(client, scope, origin, now)
  if (!session) throw OAuthError.invalidClient('This credential was deleted or disabled a moment ago.')
  return jsonResponse(
    {
      access_token: session.accessToken,
      token_type: 'Bearer',
      expires_in: session.expiresInSeconds,
      ...(scope !== undefined && { scope }),
    },
    200,
    noStore,
  )
}

function requireClientCredentialsGrant(grantType: string) {
  if (grantType !== 'client_credentials') {
    throw new OAuthError('unsupported_grant_type', 'Only grant_type=client_credentials is supported.')
  }
}

/**
 * The scope a client asked for (RFC 6749 §3.3), each access option once; undefined when it asked for none and gets all its roles
 * carry. @throws {OAuthError} `invalid_scope` for anything its roles do not carry now, known or not
 */
function requestedScope(scope: string | undefined, features: string[]): string | undefined {
  if (scope === undefined) return undefined
  const requested = [...new Set(scope.split(' '))]
  const refused = requested.find((feature) => !features.includes(feature))
  if (refused !== undefined) {
    const available = features.length > 0 ? ` Available: ${[...features].sort().join(' ')}.` : ''
    throw new OAuthError('invalid_scope', `The credential's roles do not carry ${printable(refused) || 'an empty scope'}.${available}`)
  }
  return requested.join(' ')
}
