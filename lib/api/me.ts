import { isoInstant } from '@/lib/iso-instant'
import { apiEndpoint, json } from './endpoint'
import { withBearer } from './with-bearer'

/** `GET /api/v1/me`: whom this token acts for, with which credential, roles and access options, and when it idles out. */
export const me = apiEndpoint({
  GET: withBearer(null, async ({ principal }) => {
    const { owner, credential, roles, features, issuedAt, endsAt } = principal
    return json({
      owner,
      credential: { client_id: credential.clientId, name: credential.name, expires_at: isoInstant(credential.expiresAt) },
      roles,
      features: [...features],
      session: { issued_at: isoInstant(issuedAt), ends_at: isoInstant(endsAt) },
    })
  }),
})
