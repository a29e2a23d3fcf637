import { clientAddress } from '@/lib/client-address'
import { issueSession } from '@/lib/sessions/issue'
import { requireClient } from './client-authentication'
import { oauthEndpoint } from './endpoint'
import { readForm } from './form-body'
import { noStore, OAuthError } from './oauth-error'

/** `POST /Auth/OAuth/Token`: the client credentials grant (RFC 6749 §4.4), answered as §5.1 and §5.2 say. */
export const token = oauthEndpoint(async (request, now) => {
  const form = await readForm(request)
  requireClientCredentialsGrant(form.get('grant_type'))
  const client = await requireClient(request, form, now)
  const origin = { ip: clientAddress(request.headers), userAgent: request.headers.get('user-agent') ?? undefined }
  const session = await issueSession(client, origin, now)
  if (!session) throw OAuthError.invalidClient('This credential was deleted a moment ago.')
  return Response.json(
    { access_token: session.accessToken, token_type: 'Bearer', expires_in: session.expiresInSeconds },
    { headers: noStore },
  )
})

function requireClientCredentialsGrant(grantType: string | undefined) {
  if (grantType === undefined)
    throw new OAuthError('invalid_request', 'grant_type is missing. Send grant_type=client_credentials in the body.')
  if (grantType !== 'client_credentials') {
    throw new OAuthError('unsupported_grant_type', 'Only grant_type=client_credentials is supported.')
  }
}
