import { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { isDatabaseUnavailable } from '@/lib/db/unavailable'
import { log } from '@/lib/log'
import { BodyTooLarge, readBody } from '@/lib/read-body'
import { authOptions } from './auth-options'

/** Far more than an e-mail address, a password and a token need. */
const limitBytes = 16 * 1024

type Context = { params: Promise<{ nextauth: string[] }> }

/** next-auth's own paths. It reads a body whole before it looks at it, so the body is measured first. */
export async function handleAuth(request: NextRequest, context: Context): Promise<Response> {
  try {
    return await NextAuth(await measured(request), context, await authOptions())
  } catch (error) {
    if (error instanceof BodyTooLarge) return refuse(413)
    if (error instanceof SyntaxError || error instanceof TypeError) return refuse(400)
    log().error({ error: String(error) }, 'next-auth failed')
    return isDatabaseUnavailable(error) ? refuse(503, { 'retry-after': '5' }) : refuse(500)
  }
}

async function measured(request: NextRequest) {
  if (request.method !== 'POST') return request
  const body = await readBody(request, limitBytes)
  return new NextRequest(request.url, { method: 'POST', headers: request.headers, body })
}

const refuse = (status: number, headers: Record<string, string> = {}) =>
  new Response(null, { status, headers: { 'cache-control': 'no-store', ...headers } })
