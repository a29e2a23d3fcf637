import { z } from 'zod'
import { listUsers } from '@/lib/users/list'
import { apiEndpoint, json } from './endpoint'
import { pageQuery, readQuery, wrongCursor } from './input'
import { withBearer } from './with-bearer'

const usersQuery = pageQuery.extend({ cursor: z.uuid(wrongCursor).optional() })

/** `GET /api/v1/users`: service agents and the roles they hold, in pages. */
export const users = apiEndpoint({
  GET: withBearer('users:read', async ({ request }) => {
    const { limit, cursor } = readQuery(request, usersQuery)
    const page = await listUsers({ after: cursor, limit })
    return json({
      users: page.items.map((user) => ({
        id: user.id,
        email: user.email,
        name: user.name,
        operational_roles: user.operationalRoles,
        builder_roles: user.builderRoles,
        disabled: user.disabledAt !== null,
        last_sign_in_at: user.lastSignInAt,
      })),
      next_cursor: page.next,
    })
  }),
})
