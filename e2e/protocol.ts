import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { ShownKey } from './builder'
import { baseUrl, nextUrl, sql } from './environment'

/** The two ways a machine path is served: straight from server.ts, and by Next's route handlers under plain `next start`. */
export const lanes = [
  { lane: 'server.ts', server: baseUrl },
  { lane: 'next start', server: nextUrl },
]

let serial = 0

/** Puts a credential into the database and returns what its holder would have; much faster than clicking. */
export async function newClient({ owner = 'ada@demo.example', operational = 'Team Member', builder = '' } = {}): Promise<ShownKey> {
  const clientId = randomUUID()
  const secret = `acs_${randomBytes(19).toString('hex')}`
  await sql(
    `INSERT INTO application_credentials (id, client_id, owner_id, name, operational_role_id, builder_role_id, expires_on, expires_zone, expires_at,
       secret_hash, secret_hint, secret_created_at, created_at)
     SELECT gen_random_uuid(), $1, u.id, $2, o.id, b.id, '2099-12-31', 'UTC', '2100-01-01Z', $3, $4, now(), now()
     FROM users u JOIN roles o ON o.name = $6 LEFT JOIN roles b ON b.name = $7 WHERE u.email = $5`,
    [clientId, `Protocol ${++serial} ${clientId.slice(0, 8)}`, sha256(secret), secret.slice(-4), owner, operational, builder],
  )
  return { clientId, secret }
}

/** The form in which secrets are stored. */
export const sha256 = (text: string) => createHash('sha256').update(text).digest()

/** An answer: status, body as text and parsed, and its headers. */
export type Answer = { status: number; text: string; body: Record<string, unknown> | null; headers: Headers }

/** Sends a request exactly as given; a body that is an object is sent as a form. */
export async function send(
  url: string,
  init: Omit<RequestInit, 'body'> & { body?: string | Record<string, string> | Uint8Array<ArrayBuffer> },
): Promise<Answer> {
  const isForm = typeof init.body === 'object' && !(init.body instanceof Uint8Array)
  const body = isForm ? new URLSearchParams(init.body as Record<string, string>).toString() : (init.body as BodyInit | undefined)
  const headers = { ...(init.body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }), ...init.headers }
  const response = await fetch(url, { redirect: 'manual', ...init, headers, body })
  const text = await response.text()
  return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : null, headers: response.headers }
}

/** Posts a form to a protocol endpoint. */
export const post = (url: string, body: string | Record<string, string>, headers: Record<string, string> = {}) =>
  send(url, { method: 'POST', body, headers })

/** `Authorization: Basic`, both parts form-encoded first (RFC 6749 §2.3.1). */
export function basic({ clientId, secret }: ShownKey): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')}` }
}

/** client_secret_post. */
export const inBody = ({ clientId, secret }: ShownKey) => ({ client_id: clientId, client_secret: secret })

/** Gets a token that must be granted. */
export async function grant(server: string, key: ShownKey, form: Record<string, string> = {}): Promise<string> {
  const { status, body, text } = await post(`${server}/Auth/OAuth/Token`, { grant_type: 'client_credentials', ...inBody(key), ...form })
  if (status !== 200) throw new Error(`no token: ${status} ${text}`)
  return String(body?.access_token)
}

/** Forgets every failed attempt, so that one test's wrong secrets do not slow the next one down. */
export const forgetFailures = () => sql('DELETE FROM failed_attempts')
