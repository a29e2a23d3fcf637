import type { NextRequest } from 'next/server'
import { clientAddress } from '@/lib/client-address'
import { config } from '@/lib/config'
import { isDatabaseUnavailable } from '@/lib/db/unavailable'
import { log } from '@/lib/log'
import { type Endpoint, methods } from '@/lib/methods'
import { BodyTooLarge, readBody } from '@/lib/read-body'
import { busySeconds } from '@/lib/users/password-places'
import { askNextAuth } from './ask-next-auth'
import { SignInBusy } from './auth-options'

/** Far more than an e-mail address, a password and a token need. */
const limitBytes = 16 * 1024

type Context = { params: Promise<{ nextauth: string[] }> }

/** The request is the sender's mistake. */
class Refused extends Error {
  constructor(readonly status: number) {
    super(`refused with ${status}`)
  }
}

/**
 * Everything below /api/auth: those of next-auth's paths and methods that the product uses, and nothing else of next-auth. Where the
 * server cannot answer, cookies stay as they are.
 */
export async function handleAuth(request: NextRequest, context: Context): Promise<Response> {
  const path = (await context.params).nextauth.join('/')
  const endpoint = endpoints.get(path)
  if (!endpoint) return refuse(404)
  try {
    return await endpoint(request)
  } catch (error) {
    if (error instanceof Refused) return refuse(error.status)
    if (error instanceof SignInBusy) return unavailable(path, 'busy')
    log().error({ error: String(error) }, `next-auth failed at ${path}`)
    return isDatabaseUnavailable(error) ? unavailable(path, 'unavailable') : refuse(500)
  }
}

const signInPage: Endpoint = async () => new Response(null, { status: 302, headers: { location: '/sign-in', 'cache-control': 'no-store' } })

const notAllowed = (allow: string) => refuse(405, { allow })

const endpoints = new Map<string, Endpoint>(
  Object.entries({
    providers: methods({ GET: ask('providers') }, notAllowed),
    csrf: methods({ GET: ask('csrf') }, notAllowed),
    session: methods({ GET: ask('session') }, notAllowed),
    'callback/credentials': methods({ POST: ask('callback', 'credentials') }, notAllowed),
    signout: methods({ GET: signInPage, POST: ask('signout') }, notAllowed),
    signin: methods({ GET: signInPage }, notAllowed),
    error: methods({ GET: signInPage }, notAllowed),
  }),
)

function ask(...path: string[]): Endpoint {
  return async (request) => {
    const method = request.method === 'POST' ? 'POST' : 'GET'
    const form = method === 'POST' ? await readForm(request) : {}
    const { cookies, headers } = request as NextRequest
    return askNextAuth({ path, method, form, cookies: cookies.getAll(), address: clientAddress(headers) })
  }
}

/** @throws {Refused} when it is no form, broken, cut off or too long */
async function readForm(request: Request): Promise<Record<string, string>> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') throw new Refused(415)
  const body = await readBody(request, limitBytes).catch((error) => {
    throw new Refused(error instanceof BodyTooLarge ? 413 : 400)
  })
  return Object.fromEntries(new URLSearchParams(body))
}

/** The page that signed in reads the reason from an address, as it does from next-auth's own answers. */
function unavailable(path: string, reason: string) {
  const headers = { 'retry-after': `${busySeconds}` }
  if (path !== 'callback/credentials') return refuse(503, headers)
  const body = { url: `${config().publicUrl}/sign-in?${new URLSearchParams({ error: reason })}` }
  return new Response(JSON.stringify(body), {
    status: 503,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  })
}

function refuse(status: number, headers: Record<string, string> = {}) {
  return new Response(null, { status, headers: { 'cache-control': 'no-store', ...headers } })
}
