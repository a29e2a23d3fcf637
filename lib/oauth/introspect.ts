import type { Client } from '@/lib/credentials/judge-client'
import { jsonResponse } from '@/lib/plain-response'
import type { Feature } from '@/lib/roles/features'
import { inspectToken, type Principal } from '@/lib/sessions/authenticate'
import { presentedClient, requireClient } from './client-authentication'
import { oauthEndpoint } from './endpoint'
import { readForm, requireParameter } from './form-body'
import { noStore } from './oauth-error'
import { refuseCrossSite } from './refuse-cross-site'

/** With this access option a client, say an API gateway, may inspect tokens of other credentials. */
const inspectAny: Feature = 'tokens:introspect'

/** `POST /Auth/OAuth/Introspect` (RFC 7662): whether a token is alive, and what it stands for. Never counts as a use. */
export const introspect = oauthEndpoint(async (request, now) => {
  refuseCrossSite(request)
  const form = await readForm(request)
  const presented = presentedClient(request, form)
  // Looked up beside the client, not after it. Whoever is not let in neither learns of it nor waits for it.
  const inspecting = inspectToken(form.get('token') ?? '', now)
  inspecting.catch(() => {})
  const client = await requireClient(presented, now)
  requireParameter(form, 'token')
  const inspected = await inspecting
  const isTheirs = inspected.ok && (inspected.principal.credential.id === client.credentialId || mayInspectAny(client))
  return jsonResponse(isTheirs ? description(inspected.principal) : { active: false }, 200, noStore)
})

const mayInspectAny = (client: Client) => client.features.includes(inspectAny)

/** RFC 7662 §2.2; instants in whole seconds since 1970. `exp` is when the token ends if it is not used again. */
function description({ credential, owner, features, issuedAt, endsAt }: Principal) {
  return {
    active: true,
    client_id: credential.clientId,
    sub: owner.id,
    username: owner.email,
    scope: [...features].join(' '),
    token_type: 'Bearer',
    iat: Math.floor(issuedAt.getTime() / 1000),
    exp: Math.floor(endsAt.getTime() / 1000),
  }
}
