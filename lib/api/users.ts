import { z } from 'zod'
import { addUser } from '@/lib/users/add'
import { changeUser } from '@/lib/users/change'
import { findUser, roleNames, type UserDetails } from '@/lib/users/details'
import { listUsers } from '@/lib/users/list'
import { roleIds, userEmail, userName, userTimeZone } from '@/lib/users/schema'
import { actingOwner } from './acting-owner'
import { apiEndpoint, json } from './endpoint'
import { pageQuery, readJson, readQuery, wrongCursor } from './input'
import { Problem } from './problem'
import { changeProblem } from './user-problem'
import { rolesOfKind } from './user-roles'
import { withBearer } from './with-bearer'

const usersQuery = pageQuery.extend({ cursor: z.uuid(wrongCursor).optional() })

// No password, here or below: a token that could set it could sign in to Builder as that person.
const newUser = z.strictObject({
  name: userName,
  email: userEmail,
  time_zone: userTimeZone.nullable().default(null),
  operational_role_ids: roleIds,
  builder_role_ids: roleIds.default([]),
})

const userPatch = z
  .strictObject({
    name: userName,
    email: userEmail,
    time_zone: userTimeZone.nullable(),
    disabled: z.boolean(),
    operational_role_ids: roleIds,
    builder_role_ids: roleIds,
    version: z.int(),
  })
  .partial()
  .refine((patch) => Object.keys(patch).some((key) => key !== 'version'), 'Change at least one field besides version.')

/** `GET /api/v1/users`: service agents and the roles they hold, in pages; `POST` adds one. */
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
  POST: withBearer('users:write', async (call) => {
    const { time_zone, operational_role_ids, builder_role_ids, ...fields } = await readJson(call.request, newUser)
    const roleIds = await rolesOfKind(operational_role_ids, builder_role_ids)
    const result = await addUser(actingOwner(call), { ...fields, timeZone: time_zone, roleIds }, call.now)
    if (!result.ok) throw changeProblem(result)
    return json(wire(await requireFound(result.id)), 201, { location: `/api/v1/users/${result.id}` })
  }),
})

/** `GET` and `PATCH /api/v1/users/{id}`: one service agent. Never their password, and nothing about their credentials. */
export const user = apiEndpoint({
  GET: withBearer('users:read', async ({ params }) => json(wire(await requireFound(params.id)))),
  PATCH: withBearer('users:write', async (call) => {
    const { time_zone: timeZone, operational_role_ids, builder_role_ids, ...fields } = await readJson(call.request, userPatch)
    const found = await requireFound(call.params.id)
    const idsOf = (kind: 'OPERATIONAL' | 'BUILDER') => found.roles.filter((role) => role.kind === kind).map((role) => role.id)
    const changesRoles = operational_role_ids !== undefined || builder_role_ids !== undefined
    const roleIds = changesRoles
      ? await rolesOfKind(operational_role_ids ?? idsOf('OPERATIONAL'), builder_role_ids ?? idsOf('BUILDER'))
      : undefined
    // Roles of the kind that was left out are those just read, so they must still be the ones held when it is stored.
    const version = fields.version ?? (changesRoles ? found.version : undefined)
    const result = await changeUser(actingOwner(call), found.id, { ...fields, timeZone, roleIds, version }, call.now)
    if (!result.ok) throw changeProblem(result)
    return json(wire(await requireFound(found.id)))
  }),
})

async function requireFound(id: string | undefined): Promise<UserDetails> {
  const found = z.guid().safeParse(id).success && id ? await findUser(id) : undefined
  if (!found) throw new Problem(404, 'not_found', 'There is no such service agent.')
  return found
}

const wire = (user: UserDetails) => ({
  id: user.id,
  email: user.email,
  name: user.name,
  time_zone: user.timeZone,
  operational_roles: roleNames(user, 'OPERATIONAL'),
  operational_role_ids: user.roles.filter((role) => role.kind === 'OPERATIONAL').map((role) => role.id),
  builder_roles: roleNames(user, 'BUILDER'),
  builder_role_ids: user.roles.filter((role) => role.kind === 'BUILDER').map((role) => role.id),
  disabled: user.disabledAt !== null,
  last_sign_in_at: user.lastSignInAt,
  version: user.version,
})
