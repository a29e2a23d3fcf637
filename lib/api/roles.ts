import { listRoles } from '@/lib/roles/list'
import { apiEndpoint, json } from './endpoint'
import { withBearer } from './with-bearer'

/** `GET /api/v1/roles`: every role with its access options. */
export const roles = apiEndpoint({
  GET: withBearer('roles:read', async () => json({ roles: await listRoles() })),
})
