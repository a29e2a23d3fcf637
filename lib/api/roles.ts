import { z } from 'zod'
import { createRole } from '@/lib/roles/create'
import { deleteRole } from '@/lib/roles/delete'
import { findRole, listRoles } from '@/lib/roles/list'
import { newRole, rolePatch } from '@/lib/roles/schema'
import { updateRole } from '@/lib/roles/update'
import { actingOwner } from './acting-owner'
import { apiEndpoint, json } from './endpoint'
import { readJson } from './input'
import { invalidField, Problem } from './problem'
import { withBearer } from './with-bearer'

const wireNewRole = newRole.extend({ description: newRole.shape.description.default('') })

/** `GET /api/v1/roles`: every role with its access options. `POST` creates a custom role. */
export const roles = apiEndpoint({
  GET: withBearer('roles:read', async () => json({ roles: await listRoles() })),
  POST: withBearer('roles:write', async (call) => {
    const result = await createRole(actingOwner(call), await readJson(call.request, wireNewRole), call.now)
    if (!result.ok) throw refusal(result)
    return json(await findRole(result.id), 201, { location: `/api/v1/roles/${result.id}` })
  }),
})

/** `GET`, `PATCH` and `DELETE /api/v1/roles/{id}`. Standard roles, and those that carry more than the token, can only be read. */
export const role = apiEndpoint({
  GET: withBearer('roles:read', async ({ params }) => {
    const found = await findRole(requireId(params.id))
    if (!found) throw notFound()
    return json(found)
  }),
  PATCH: withBearer('roles:write', async (call) => {
    const id = requireId(call.params.id)
    const result = await updateRole(actingOwner(call), id, await readJson(call.request, rolePatch), call.now)
    if (!result.ok) throw refusal(result)
    return json(await findRole(id))
  }),
  DELETE: withBearer('roles:write', async (call) => {
    const result = await deleteRole(actingOwner(call), requireId(call.params.id), call.now)
    if (!result.ok) throw refusal(result)
    return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
  }),
})

type Refusal = Extract<Awaited<ReturnType<typeof createRole | typeof updateRole | typeof deleteRole>>, { ok: false }>

function refusal(result: Refusal): Problem {
  switch (result.reason) {
    case 'forbidden':
      return new Problem(403, 'forbidden_change', 'This token lacks the access option roles:write.')
    case 'not-found':
      return notFound()
    case 'name-taken':
      return invalidField('name', 'Another role of this kind has this name.')
    case 'wrong-kind':
      return invalidField('features', `Not for roles of this kind: ${result.features.join(', ')}.`)
    case 'exceeds-own-access':
      return new Problem(403, 'exceeds_own_access', `This token lacks access options that the role carries: ${result.features.join(', ')}.`)
    case 'standard':
      return new Problem(409, 'standard_role', 'Standard roles never change. Create a role of your own instead.')
    case 'in-use':
      return new Problem(
        409,
        'in_use',
        `The role is held by ${result.people} people and ${result.credentials} credentials are limited to it.`,
      )
    case 'changed-meanwhile':
      return new Problem(409, 'conflict', `The role was changed meanwhile: its version is ${result.current.version}. Read it again.`)
  }
}

const notFound = () => new Problem(404, 'not_found', 'There is no such role.')

function requireId(id: string | undefined) {
  const parsed = z.guid().safeParse(id)
  if (!parsed.success) throw notFound()
  return parsed.data
}
