import { recallClient } from '@/lib/credentials/authenticate-client'
import type { Client } from '@/lib/credentials/judge-client'
import { jsonResponse } from '@/lib/plain-response'
import { type IssuedSession, issueSession } from '@/lib/sessions/issue'
import { presentedClient, requireClient } from './client-authentication'
import { oauthEndpoint } from './endpoint'
import { printable, readForm, requireParameter } from './form-body'
import { lineBreakHint } from './line-break-hint'
import { noStore, OAuthError } from './oauth-error'
import { refuseCrossSite } from './refuse-cross-site'

/** How often a client is judged while others change what it is judged by, before its program is asked to come back. */
const mostTries = 3

/** `POST /Auth/OAuth/Token`: the client credentials grant (RFC 6749 §4.4), answered as §5.1 and §5.2 say. */
export const token = oauthEndpoint(async (request, now) => {
  refuseCrossSite(request)
  const form = await readForm(request)
  const presented = presentedClient(request, form)
  const origin = { ip: presented.address, userAgent: request.headers.get('user-agent') ?? undefined }
  // One trip to the store instead of two, for whoever has been here before and asks for nothing special.
  const remembered = isPlain(form) ? recallClient(presented, now) : undefined
  const session = remembered && (await issueSession(remembered, undefined, origin, now))
  if (session) return granted(session)
  for (let tries = 0; tries < mostTries; tries++) {
    const client = await requireClient(presented, now)
    const scope = requireGrant(client, form)
    const session = await issueSession(client, scope, origin, now)
    if (session) return granted(session, scope)
  }
  throw new OAuthError('temporarily_unavailable', 'The credential is being changed. Try again in a few seconds.', 503, {
    'retry-after': '5',
  })
})

const clientCredentials = 'client_credentials'

const isPlain = (form: Map<string, string>) => form.get('grant_type') === clientCredentials && !form.has('scope')

function granted({ accessToken, expiresInSeconds }: IssuedSession, scope?: string): Response {
  return jsonResponse(
    { access_token: accessToken, token_type: 'Bearer', expires_in: expiresInSeconds, ...(scope !== undefined && { scope }) },
    200,
    noStore,
  )
}

/** The scope that is granted, if one was asked for. @throws {OAuthError} when this is not a grant the client can have */
function requireGrant(client: Client, form: Map<string, string>): string | undefined {
  try {
    const grantType = requireParameter(form, 'grant_type')
    if (grantType !== clientCredentials)
      throw new OAuthError(
        'unsupported_grant_type',
        `Only grant_type=client_credentials is supported.${lineBreakHint({ grant_type: grantType })}`,
      )
    return requestedScope(form.get('scope'), client.features)
  } catch (error) {
    // Whose request was refused is known by now: the owner sees it in the activity.
    if (error instanceof OAuthError) error.refusal = { credentialId: client.credentialId, reason: error.code }
    throw error
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
    throw new OAuthError(
      'invalid_scope',
      `The credential's roles do not carry ${printable(refused) || 'an empty scope'}.${available}${lineBreakHint({ scope })}`,
    )
  }
  return requested.join(' ')
}
