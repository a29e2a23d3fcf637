import { config } from '@/lib/config'
import { methods } from '@/lib/methods'
import { featureLabels } from '@/lib/roles/features'
import { errorResponse, OAuthError } from './oauth-error'

const authenticationMethods = ['client_secret_basic', 'client_secret_post']

/** `GET /.well-known/oauth-authorization-server` (RFC 8414). All addresses come from PUBLIC_URL, none from the request. */
export const metadata = methods(
  {
    GET: async () => {
      const issuer = config().publicUrl
      const document = {
        issuer,
        token_endpoint: `${issuer}/Auth/OAuth/Token`,
        token_endpoint_auth_methods_supported: authenticationMethods,
        introspection_endpoint: `${issuer}/Auth/OAuth/Introspect`,
        introspection_endpoint_auth_methods_supported: authenticationMethods,
        revocation_endpoint: `${issuer}/Auth/OAuth/Revoke`,
        revocation_endpoint_auth_methods_supported: authenticationMethods,
        grant_types_supported: ['client_credentials'],
        // Required by RFC 8414 §2, empty because nothing is ever authorized in a browser.
        response_types_supported: [],
        scopes_supported: Object.keys(featureLabels),
      }
      return Response.json(document, { headers: { 'cache-control': 'public, max-age=300' } })
    },
  },
  (allow) => errorResponse(new OAuthError('invalid_request', 'Use the GET method.', 405, { allow })),
)
