import { me } from '@/lib/api/me'
import { createCredential } from '@/lib/credentials/create'
import { addDays, todayIn } from '@/lib/credentials/expiry'
import { database, prisma } from '@/lib/db/client'
import type { Endpoint } from '@/lib/methods'
import { token } from '@/lib/oauth/token'
import { hashPassword } from '@/lib/users/password'

/** Fixtures for tests: people, credentials and calls, all through the product's own functions. */

/** The password of every person made here. */
export const password = 'correct horse battery'

let serial = 0

let passwordHash: Promise<string> | undefined

/** Creates a person holding these roles; by default Team Member and Administrator. */
export async function person(operationalRoles = ['Team Member'], builderRoles = ['Administrator']) {
  const email = `person${++serial}@example.com`
  const name = `Person ${serial}`
  const timeZone = 'Europe/London'
  // Hashing a password is slow on purpose; everybody here has the same one, hashed once.
  passwordHash ??= hashPassword(password)
  const named = [
    { kind: 'OPERATIONAL' as const, name: { in: operationalRoles } },
    { kind: 'BUILDER' as const, name: { in: builderRoles } },
  ]
  const roles = await prisma().role.findMany({ where: { OR: named }, select: { id: true } })
  const held = { createMany: { data: roles.map((role) => ({ roleId: role.id })) } }
  const data = { email, name, timeZone, passwordHash: await passwordHash, roles: held }
  const { id } = await prisma().user.create({ data, select: { id: true } })
  return { id, email, name, timeZone }
}

export type Person = Awaited<ReturnType<typeof person>>

/** A role's id by name. */
export async function roleId(name: string): Promise<string> {
  return (await prisma().role.findFirstOrThrow({ where: { name }, select: { id: true } })).id
}

/** Creates a credential of `owner` and returns everything a test may need, the secret included. */
export async function credentialOf(owner: Person, { operational = 'Team Member', builder = null as string | null, days = 30 } = {}) {
  const name = `Credential ${++serial}`
  const input = {
    name,
    expiresOn: addDays(todayIn(owner.timeZone, new Date()), days),
    operationalRoleId: await roleId(operational),
    builderRoleId: builder && (await roleId(builder)),
  }
  const created = await createCredential(owner, input, new Date())
  if (!created.ok) throw new Error(created.reason)
  const { id } = await prisma().applicationCredential.findUniqueOrThrow({ where: { clientId: created.clientId }, select: { id: true } })
  return { id, ...input, clientId: created.clientId, secret: created.secret }
}

/** A request for a token as an integrator would send it. */
export function tokenRequest(form: Record<string, string> | string, headers: Record<string, string> = {}): Request {
  return new Request('http://localhost/Auth/OAuth/Token', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
  })
}

/** Asks the token endpoint for a token; returns the parsed answer. */
export async function requestToken(client: { clientId: string; secret: string }) {
  const form = { grant_type: 'client_credentials', client_id: client.clientId, client_secret: client.secret }
  return answer(await token(tokenRequest(form)))
}

/** Gets a token that must be granted. */
export async function issueToken(client: { clientId: string; secret: string }): Promise<string> {
  const { status, body } = await requestToken(client)
  if (status !== 200) throw new Error(`no token: ${JSON.stringify(body)}`)
  return body.access_token
}

/** Calls an API endpoint with a bearer token; returns the parsed answer. */
export async function callApi(
  accessToken: string,
  endpoint: Endpoint = me,
  { method = 'GET', path = '/api/v1/me', body = undefined as unknown, params = {} as Record<string, string> } = {},
) {
  const headers = { authorization: `Bearer ${accessToken}`, ...(body !== undefined && { 'content-type': 'application/json' }) }
  const request = new Request(`http://localhost${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
  return answer(await endpoint(request, { params: Promise.resolve(params) }))
}

/** Status, headers and JSON body of a response. */
export async function answer(response: Response) {
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null }
}

/** Every row of every table as text, by table: to compare the whole database, or to search it. */
export async function everyRow(): Promise<Record<string, string[]>> {
  const { pool } = database()
  const tables = await pool.query<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`)
  const rows: Record<string, string[]> = {}
  for (const { name } of tables.rows) {
    const found = await pool.query<{ text: string }>(`SELECT t::text AS text FROM "${name}" t ORDER BY 1`)
    rows[name] = found.rows.map((row) => row.text)
  }
  return rows
}
