import { revokeToken } from '@/lib/sessions/revoke'
import { presentedClient, requireClient } from './client-authentication'
import { oauthEndpoint } from './endpoint'
import { readForm, requireParameter } from './form-body'
import { noStore } from './oauth-error'
import { refuseCrossSite } from './refuse-cross-site'

/**
 * `POST /Auth/OAuth/Revoke` (RFC 7009): ends one session of the client. 200 only after it is stored; a token that is unknown, dead
 * or another client's is answered just the same and left alone.
 */
export const revoke = oauthEndpoint(async (request, now) => {
  refuseCrossSite(request)
  const form = await readForm(request)
  const client = await requireClient(presentedClient(request, form), now)
  await revokeToken(client.credentialId, requireParameter(form, 'token'), now)
  return new Response(null, { headers: noStore })
})
